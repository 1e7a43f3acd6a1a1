namespace Anchor.Stellar.Horizon;

/// <summary>What Horizon says of itself at <c>/</c>: how far its history reaches and which network it is on.</summary>
public sealed record HorizonRoot(
    long HistoryLatestLedger,
    DateTimeOffset HistoryLatestLedgerClosedAt,
    long HistoryElderLedger,
    string NetworkPassphrase,
    long CoreLatestLedger = 0,
    long IngestLatestLedger = 0,
    string? HorizonVersion = null,
    string? CoreVersion = null,
    int CurrentProtocolVersion = 0
);

/// <summary>A closed ledger.</summary>
public sealed record HorizonLedger(
    long Sequence,
    string Hash,
    DateTimeOffset ClosedAt,
    long BaseFeeInStroops,
    long BaseReserveInStroops,
    string? PrevHash = null,
    int SuccessfulTransactionCount = 0,
    int? FailedTransactionCount = null,
    int OperationCount = 0,
    int ProtocolVersion = 0
);
