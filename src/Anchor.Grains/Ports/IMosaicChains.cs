using Anchor.Domain.Mosaic;

namespace Anchor.Grains.Ports;

/// <summary>The two chains of each configured pair, as requests need them.</summary>
public interface IMosaicChains
{
    /// <summary>When requests of the pair are worth their work, and how patiently they are worked on.</summary>
    FacilitationPolicy PolicyOf(string pair);

    /// <summary>The chain that is the source or target of a request.</summary>
    string ChainOf(string pair, TransferKind kind, Side side);

    /// <summary>Asks both chains for everything that matters to the request.</summary>
    /// <exception cref="ChainSilentException">A chain did not answer, or not with sense.</exception>
    Task<RequestSight> LookAsync(MosaicRequest request, CancellationToken cancellationToken);

    /// <summary>Makes the call of an order; proofs in it were checked. Sends nothing.</summary>
    /// <param name="request">The request.</param>
    /// <param name="order">Its order.</param>
    /// <param name="secret">What opens its lock, if the step shows it; 0x and 64 digits.</param>
    /// <param name="cancellationToken">Gives the try up.</param>
    /// <exception cref="ChainSilentException">A chain did not answer, or not with sense.</exception>
    Task<StepPreparation> PrepareAsync(
        MosaicRequest request,
        StepOrder order,
        string? secret,
        CancellationToken cancellationToken
    );

    /// <summary>What a worker of the chain should have to see a step through, in wei: the gas of the dearest one at today's price.</summary>
    Task<TokenAmount> CoinForStepAsync(string chain, CancellationToken cancellationToken);

    /// <summary>The lock that a secret opens, and the message that the terms make with it.</summary>
    (string HashLock, string MessageHash) LockOf(RequestTerms terms, string secret);
}

/// <summary>A chain could not be asked, or contradicted what can be proved. It is asked again.</summary>
public sealed class ChainSilentException : Exception
{
    public ChainSilentException() { }

    public ChainSilentException(string message)
        : base(message) { }

    public ChainSilentException(string message, Exception innerException)
        : base(message, innerException) { }
}

/// <summary>What came of making a step's call.</summary>
public abstract record StepPreparation
{
    private StepPreparation() { }

    /// <summary>The call. Its worker's account tries it once more before it signs.</summary>
    /// <param name="Value">In wei, decimal digits.</param>
    /// <param name="Data">0x and hexadecimal digits.</param>
    public sealed record Ready(string To, string Value, string Data) : StepPreparation;

    /// <summary>There is no call that would do it.</summary>
    public sealed record WouldFail(string Reason) : StepPreparation;

    /// <summary>What it is for is there already.</summary>
    public sealed record NotNeeded : StepPreparation;
}
