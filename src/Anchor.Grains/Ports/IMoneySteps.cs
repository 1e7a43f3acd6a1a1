namespace Anchor.Grains.Ports;

/// <summary>The points of a payment's way at which a crash is most telling.</summary>
public enum MoneyStep
{
    /// <summary>A page of payments and its cursor are stored; nothing has been matched.</summary>
    PageStored,

    /// <summary>The transaction took the payment; the payment's own row does not say so yet.</summary>
    PaymentTaken,

    /// <summary>A decision and its effects are stored; none has been performed.</summary>
    EffectStored,

    /// <summary>The rails were told to pay out; their answer is not stored.</summary>
    RailsTold,

    /// <summary>A ledger payment is ordered; nothing is signed.</summary>
    PayoutOrdered,

    /// <summary>Bytes are signed and not stored.</summary>
    EnvelopeSigned,

    /// <summary>Bytes are stored and not sent.</summary>
    EnvelopeStored,

    /// <summary>Bytes were sent; what became of them is not stored.</summary>
    EnvelopeSent,

    /// <summary>The end of a payout is stored; its transaction has not been told.</summary>
    PayoutEnded,
}

/// <summary>Is told of each step right after it happened. The crash drill kills the process there; otherwise nobody listens.</summary>
public interface IMoneySteps
{
    void Reached(MoneyStep step);
}

/// <summary>Nobody listens.</summary>
public sealed class UnwatchedSteps : IMoneySteps
{
    public void Reached(MoneyStep step) { }
}
