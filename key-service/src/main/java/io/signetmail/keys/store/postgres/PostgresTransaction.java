package io.signetmail.keys.store.postgres;

import io.signetmail.keys.store.AnswerTable;
import io.signetmail.keys.store.ChangeTable;
import io.signetmail.keys.store.DelegationTable;
import io.signetmail.keys.store.DomainTable;
import io.signetmail.keys.store.KeyTable;
import io.signetmail.keys.store.RotationTable;
import io.signetmail.keys.store.SealedTable;
import io.signetmail.keys.store.StoreTransaction;
import io.signetmail.keys.store.TokenTable;
import io.signetmail.keys.store.UserTable;
import org.jdbi.v3.core.Handle;

record PostgresTransaction(Handle handle) implements StoreTransaction {
  @Override
  public DomainTable domains() {
    return new PostgresDomains(handle);
  }

  @Override
  public UserTable users() {
    return new PostgresUsers(handle);
  }

  @Override
  public KeyTable keys() {
    return new PostgresKeys(handle);
  }

  @Override
  public TokenTable tokens() {
    return new PostgresTokens(handle);
  }

  @Override
  public AnswerTable answers() {
    return new PostgresAnswers(handle);
  }

  @Override
  public RotationTable rotations() {
    return new PostgresRotations(handle);
  }

  @Override
  public DelegationTable delegations() {
    return new PostgresDelegations(handle);
  }

  @Override
  public SealedTable sealed() {
    return new PostgresSealed(handle);
  }

  @Override
  public ChangeTable changes() {
    return new PostgresChanges(handle);
  }
}
