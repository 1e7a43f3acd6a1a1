using Anchor.Domain.Sync;
using Anchor.Domain.Transactions;
using Anchor.Grains.Sync;
using Microsoft.Extensions.Logging;

namespace Anchor.Grains;

internal static partial class Log
{
    [LoggerMessage(
        LogLevel.Warning,
        "Transaction {TransactionId}: {Effect} failed (try {Attempt}); it will be tried again"
    )]
    public static partial void EffectFailed(
        this ILogger logger,
        string transactionId,
        EffectKind effect,
        int attempt,
        Exception exception
    );

    [LoggerMessage(
        LogLevel.Error,
        "Transaction {TransactionId}: the outcome of its payment out is unknown; it is on hold for a person"
    )]
    public static partial void OutgoingUnknown(this ILogger logger, string transactionId);

    [LoggerMessage(LogLevel.Error, "Transaction {TransactionId}: its ledger payment was refused ({Code}): {Detail}")]
    public static partial void OrderRefused(this ILogger logger, string transactionId, string code, string detail);

    [LoggerMessage(LogLevel.Error, "Transaction {TransactionId} refused {Command} from the rails ({Code}): {Detail}")]
    public static partial void RailsAnswerRefused(
        this ILogger logger,
        string transactionId,
        string command,
        string code,
        string detail
    );

    [LoggerMessage(
        LogLevel.Warning,
        "Poll {Poll}: a page of {Count} transactions could not be asked about; it will be asked again"
    )]
    public static partial void PollFailed(this ILogger logger, string poll, int count, Exception exception);

    [LoggerMessage(LogLevel.Warning, "Payment {PaymentId} is held: {Reason}")]
    public static partial void PaymentHeld(this ILogger logger, string paymentId, string reason);

    [LoggerMessage(LogLevel.Warning, "Payment {PaymentId} could not be settled; it is stored and will be tried again")]
    public static partial void PaymentNotSettled(this ILogger logger, string paymentId, Exception exception);

    [LoggerMessage(LogLevel.Warning, "Poll {Poll}: {TransactionId} got no further; the next round tries again")]
    public static partial void PollStepFailed(
        this ILogger logger,
        string poll,
        string transactionId,
        Exception exception
    );

    [LoggerMessage(LogLevel.Warning, "The rails' answer on {TransactionId} could not be taken; they are asked again")]
    public static partial void AnswerNotTaken(this ILogger logger, string transactionId, Exception exception);

    [LoggerMessage(
        LogLevel.Warning,
        "Payments of {Source} could not be settled; they are stored and will be tried again"
    )]
    public static partial void SettleFailed(this ILogger logger, string source, Exception exception);

    [LoggerMessage(LogLevel.Information, "Source {Source}: reader {Epoch} starts after {Cursor}")]
    public static partial void ReaderAppointed(this ILogger logger, string source, long epoch, string? cursor);

    [LoggerMessage(LogLevel.Error, "Source {Source} is no longer read: {Alarm}")]
    public static partial void ReaderAlarmed(this ILogger logger, string source, string alarm);

    [LoggerMessage(LogLevel.Error, "Payout {PurposeId} refused {Command} ({Code}): {Detail}")]
    public static partial void PayoutCommandRefused(
        this ILogger logger,
        string purposeId,
        string command,
        string code,
        string detail
    );

    [LoggerMessage(LogLevel.Warning, "Payout {PurposeId}: {Reason}; it goes on")]
    public static partial void PayoutTrouble(this ILogger logger, string purposeId, string reason);

    [LoggerMessage(LogLevel.Warning, "Payout {PurposeId}: a step failed and will be repeated")]
    public static partial void PayoutStepFailed(this ILogger logger, string purposeId, Exception exception);

    [LoggerMessage(
        LogLevel.Error,
        "The network was reset: {Evidence}. Nothing is read, signed or sent until an operator has decided (anchor testnet reset)"
    )]
    public static partial void NetworkWasReset(this ILogger logger, string evidence);

    [LoggerMessage(
        LogLevel.Warning,
        "The old network is given up: what hung on it is being ended (era {Era}, from ledger {Ledger} of the new network)"
    )]
    public static partial void NetworkEndingBegun(this ILogger logger, int era, long ledger);

    [LoggerMessage(
        LogLevel.Warning,
        "The network reset is resolved (era {Era}): {Transactions} open transactions told, {Payouts} payouts ended"
    )]
    public static partial void NetworkEndingDone(this ILogger logger, int era, long transactions, long payouts);

    [LoggerMessage(LogLevel.Warning, "The network that was known is back; everything goes on")]
    public static partial void NetworkIsBack(this ILogger logger);

    [LoggerMessage(LogLevel.Error, "Network reset: {Name} cannot be ended and is left as it is")]
    public static partial void NetworkEndingSkipped(this ILogger logger, string name, Exception exception);

    [LoggerMessage(LogLevel.Warning, "Network: {Name} failed; it will be tried again")]
    public static partial void NetworkStepFailed(this ILogger logger, string name, Exception exception);

    [LoggerMessage(LogLevel.Warning, "Order {OrderId}: {Command} was refused: {Code} ({Detail})")]
    public static partial void WorkerCommandRefused(
        this ILogger logger,
        string orderId,
        string command,
        string code,
        string detail
    );

    [LoggerMessage(LogLevel.Warning, "Worker {Account}: a step failed; it will be tried again")]
    public static partial void WorkerStepFailed(this ILogger logger, string account, Exception exception);

    [LoggerMessage(LogLevel.Warning, "Worker {Account}: the node does not take a transaction now: {Reason}")]
    public static partial void WorkerSendRefused(this ILogger logger, string account, string reason);

    [LoggerMessage(LogLevel.Warning, "Worker {Account}: nonce {Nonce} is gone from the chain; {Hash} is sent again")]
    public static partial void WorkerGapResent(this ILogger logger, string account, long nonce, string hash);

    [LoggerMessage(LogLevel.Warning, "Worker {Account}: nobody here holds nonce {Nonce}; it is filled")]
    public static partial void WorkerGapFilled(this ILogger logger, string account, long nonce);

    [LoggerMessage(LogLevel.Error, "Worker {Account}: {Reason} Nothing is filled: this may be another chain")]
    public static partial void WorkerGapTooLarge(this ILogger logger, string account, string reason);

    [LoggerMessage(LogLevel.Information, "Worker {Account}: nonce {Nonce} waits for a block; {Hash} pays more")]
    public static partial void WorkerReplaced(this ILogger logger, string account, long? nonce, string hash);

    [LoggerMessage(LogLevel.Warning, "Event {EventId} could not be told; it will be tried again")]
    public static partial void ChainEventNotTold(this ILogger logger, string eventId, Exception exception);

    [LoggerMessage(LogLevel.Error, "Event {EventId} is set aside: {Trouble}")]
    public static partial void ChainEventSetAside(this ILogger logger, string eventId, string? trouble);

    [LoggerMessage(LogLevel.Warning, "The events of {Chain} could not be handed on; it will be tried again")]
    public static partial void ChainFeedFailed(this ILogger logger, string chain, Exception exception);

    [LoggerMessage(LogLevel.Information, "Reader of {Chain} appointed (epoch {Epoch}, after block {Height})")]
    public static partial void ChainReaderAppointed(this ILogger logger, string chain, long epoch, long? height);

    [LoggerMessage(LogLevel.Error, "Reader of {Chain} has stopped: {Alarm}")]
    public static partial void ChainReaderAlarmed(this ILogger logger, string chain, string alarm);

    [LoggerMessage(
        LogLevel.Warning,
        "{Chain} was reorganised: read again from block {To} (was at {From}), {Orphaned} events are gone"
    )]
    public static partial void ChainRewound(this ILogger logger, string chain, long from, long to, int orphaned);

    [LoggerMessage(LogLevel.Warning, "Request {RequestHash}: a step failed; it will be tried again")]
    public static partial void RequestStepFailed(this ILogger logger, string requestHash, Exception exception);

    [LoggerMessage(LogLevel.Warning, "Order {OrderId} was not taken by its worker's account ({Code}): {Detail}")]
    public static partial void StepNotTaken(this ILogger logger, string orderId, string code, string detail);

    [LoggerMessage(LogLevel.Information, "Request {RequestHash} is {Status}")]
    public static partial void RequestMoved(this ILogger logger, string requestHash, string status);

    [LoggerMessage(LogLevel.Warning, "Request {RequestHash} is {Status}: {Trouble}")]
    public static partial void RequestFailed(this ILogger logger, string requestHash, string status, string trouble);

    [LoggerMessage(LogLevel.Error, "Background work {Name} failed")]
    public static partial void BackgroundFailed(this ILogger logger, string name, Exception exception);

    [LoggerMessage(LogLevel.Warning, "Waking {TransactionId} failed; the next sweep tries again")]
    public static partial void WakeFailed(this ILogger logger, string transactionId, Exception exception);

    [LoggerMessage(LogLevel.Warning, "Starting {Name} failed; it will be tried again")]
    public static partial void StartFailed(this ILogger logger, string name, Exception exception);

    [LoggerMessage("Sync of {Network}: {From} to {To}, height {Height}")]
    public static partial void SyncMoved(
        this ILogger logger,
        LogLevel level,
        string network,
        SyncStatus from,
        SyncStatus to,
        long? height
    );

    [LoggerMessage(LogLevel.Warning, "Sync of {Network}: a step failed, {Failures} in a row")]
    public static partial void SyncStepFailed(this ILogger logger, string network, int failures, Exception exception);

    [LoggerMessage(LogLevel.Warning, "Sync of {Network}: nobody listens; it is tried again")]
    public static partial void SyncDeaf(this ILogger logger, string network, Exception exception);

    [LoggerMessage("Sync of {Network}, {Severity}: {Title}. {Message}")]
    public static partial void SyncAlerted(
        this ILogger logger,
        LogLevel level,
        string network,
        AlertSeverity severity,
        string title,
        string message
    );
}
