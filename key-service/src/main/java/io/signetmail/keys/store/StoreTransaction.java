package io.signetmail.keys.store;

/// What can be read and written in one transaction, by concept.
public interface StoreTransaction {
  DomainTable domains();

  UserTable users();

  KeyTable keys();

  TokenTable tokens();

  RotationTable rotations();

  DelegationTable delegations();

  SealedTable sealed();

  ChangeTable changes();

  AnswerTable answers();
}
