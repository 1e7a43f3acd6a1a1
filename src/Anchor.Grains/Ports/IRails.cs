using Anchor.Domain.Money;
using Anchor.Domain.Transactions;

namespace Anchor.Grains.Ports;

/// <summary>
/// The business' own payment system: where deposits come in and withdrawals go out. Implement this and call
/// <c>builder.AddAnchor().UseRails&lt;MyRails&gt;()</c>.
/// </summary>
/// <remarks>
/// The batch methods call the single ones side by side unless they are overridden; override whichever suits the bank's interface.
/// An exception or an answer that takes too long means "not known yet": the call is made again later.
/// </remarks>
public interface IRails
{
    /// <summary>How a payment out whose answer was lost may be handled.</summary>
    RailsGuarantee Guarantee { get; }

    /// <summary>Has the money of this deposit come? Settled carries the amount that really came, if it differs from what was said.</summary>
    Task<RailsAnswer> PollDepositAsync(AnchorTransaction transaction, CancellationToken cancellationToken) =>
        Task.FromResult(RailsAnswer.Pending());

    /// <summary>
    /// Pay this withdrawal out: <see cref="AnchorTransaction.Amounts"/>' Out to whoever the fields say. At most one effect may come of one key.
    /// </summary>
    Task<RailsAnswer> ExecuteOutgoingAsync(
        AnchorTransaction transaction,
        string idempotencyKey,
        CancellationToken cancellationToken
    );

    /// <summary>What became of the payment out with this key; null if the rails never heard of it.</summary>
    Task<RailsAnswer?> FindOutgoingAsync(string idempotencyKey, CancellationToken cancellationToken) =>
        Task.FromResult<RailsAnswer?>(null);

    /// <summary>Has this payment out, which was pending, settled or failed?</summary>
    Task<RailsAnswer> PollOutgoingAsync(AnchorTransaction transaction, CancellationToken cancellationToken) =>
        Task.FromResult(RailsAnswer.Pending());

    /// <summary>Asks for many deposits at once. Ids left out of the answer are pending.</summary>
    Task<IReadOnlyDictionary<string, RailsAnswer>> PollDepositsAsync(
        IReadOnlyList<AnchorTransaction> transactions,
        CancellationToken cancellationToken
    ) => RailsBatch.OneByOneAsync(transactions, PollDepositAsync, cancellationToken);

    /// <summary>Asks for many payments out at once. Ids left out of the answer are pending.</summary>
    Task<IReadOnlyDictionary<string, RailsAnswer>> PollOutgoingAsync(
        IReadOnlyList<AnchorTransaction> transactions,
        CancellationToken cancellationToken
    ) => RailsBatch.OneByOneAsync(transactions, PollOutgoingAsync, cancellationToken);
}

/// <summary>What the rails promise about an idempotency key. Each stronger promise lets more be repaired without a person.</summary>
public enum RailsGuarantee
{
    /// <summary>Neither: a payment out whose answer was lost is put on hold and never repeated by guess.</summary>
    None = 0,

    /// <summary><see cref="IRails.FindOutgoingAsync"/> knows, half a minute after a try at the latest, whether the key had an effect.</summary>
    FindsByKey = 1,

    /// <summary>A second call with the same key has no second effect and answers as the first did.</summary>
    DeduplicatesByKey = 2,
}

/// <summary>The rails' answer: settled, still pending, or failed with a reason.</summary>
public abstract record RailsAnswer
{
    private RailsAnswer() { }

    /// <summary>The money is there, for good.</summary>
    /// <param name="Amount">Deposits: what really came; null if it is what the user said.</param>
    /// <param name="Fee">What to keep of it; null for the anchor's fee function, or else the asset's standard fee.</param>
    public sealed record SettledAnswer(string? ExternalTransactionId, Amount? Amount, Amount? Fee) : RailsAnswer;

    /// <summary>Nothing final yet.</summary>
    /// <param name="Seen">Deposits: the money is on its way and may not be expired.</param>
    public sealed record PendingAnswer(string? ExternalTransactionId, bool Seen) : RailsAnswer;

    /// <summary>It did not and will not happen. The reason is shown to the user.</summary>
    public sealed record FailedAnswer(string Reason) : RailsAnswer;

    public static RailsAnswer Settled(
        string? externalTransactionId = null,
        Amount? amount = null,
        Amount? fee = null
    ) => new SettledAnswer(externalTransactionId, amount, fee);

    public static RailsAnswer Pending(string? externalTransactionId = null, bool seen = false) =>
        new PendingAnswer(externalTransactionId, seen);

    public static RailsAnswer Failed(string reason) => new FailedAnswer(reason);
}
