using System.Text.Json.Serialization;

namespace Anchor.Domain.Transactions;

/// <summary>What a transaction can need from outside.</summary>
[GenerateSerializer]
[Alias("anchor.effect-kind")]
[JsonConverter(typeof(SnakeCaseEnumConverter<EffectKind>))]
public enum EffectKind
{
    /// <summary>Tell the rails to pay the withdrawal out.</summary>
    ExecuteOutgoing = 0,

    /// <summary>Ask the ledger whether the deposit's destination can take the asset.</summary>
    CheckDestination = 1,

    /// <summary>Order the deposit's payment on the ledger.</summary>
    PayDeposit = 2,

    /// <summary>Order the deposit as a claimable balance: the destination cannot take a payment yet.</summary>
    PayDepositAsClaimable = 6,

    /// <summary>Order the deposit of the native asset as the starting balance of a new account.</summary>
    PayDepositByCreation = 7,

    /// <summary>Order the creation of the deposit's destination account, which then needs a trustline from its owner.</summary>
    CreateDestination = 3,

    /// <summary>Order the payment that sends a withdrawal's money back.</summary>
    PayRefund = 4,

    /// <summary>Ask the rails about this one transaction; batches do it sooner, this is what a lone reminder does.</summary>
    AskRails = 5,
}

/// <summary>Questions about effects.</summary>
public static class EffectKinds
{
    /// <summary>It is an order to the payer, which reports how it ended.</summary>
    public static bool IsLedgerPayment(this EffectKind kind) =>
        kind
            is EffectKind.PayDeposit
                or EffectKind.PayDepositAsClaimable
                or EffectKind.PayDepositByCreation
                or EffectKind.CreateDestination
                or EffectKind.PayRefund;
}

/// <summary>An effect that was decided and whose result has not come back.</summary>
/// <param name="Id">Stable over crashes. For effects that move money it is the idempotency key.</param>
/// <param name="AttemptedAt">Set before the first try where a second try could do harm: rails that do not de-duplicate.</param>
/// <param name="OnRequest">It waits for <see cref="ReleaseOutgoing"/>: nothing that happens by itself performs it, no alarm and no start.</param>
[GenerateSerializer]
[Immutable]
[Alias("anchor.pending-effect")]
public sealed record PendingEffect(
    string Id,
    EffectKind Kind,
    DateTimeOffset? AttemptedAt = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] bool OnRequest = false
);
