using System.Collections;
using System.Collections.Immutable;
using Anchor.Crypto;
using Anchor.Ethereum;

namespace Anchor.Hosting.Facilitator;

/// <summary>Facilitators that are to run in this process.</summary>
/// <param name="Parts">One for each database.</param>
/// <param name="Facilitates">Whether requests are carried on, or only recorded.</param>
public sealed record FacilitatorPlan(ImmutableArray<FacilitatorPart> Parts, bool Facilitates)
{
    /// <summary>Reads the files, and unlocks the workers' keys unless nothing is to be signed.</summary>
    /// <param name="files">Which files are wanted.</param>
    /// <param name="environment">Where the passwords are.</param>
    /// <param name="ask">Asks a person for a password that is not there; null if nobody can be asked.</param>
    /// <param name="facilitates">Whether requests are carried on, or only recorded.</param>
    /// <exception cref="Configuration.AnchorConfigurationException">Something is missing or wrong; the message has a line for each fault.</exception>
    public static FacilitatorPlan Load(
        FacilitatorFiles files,
        IDictionary environment,
        Func<EthereumAddress, string?>? ask,
        bool facilitates = true
    ) =>
        new(
            [
                .. FacilitatorConfiguration
                    .LoadAll(files)
                    .Select(settings => new FacilitatorPart(
                        settings,
                        // Who only listens signs nothing.
                        facilitates ? [.. WorkerUnlocking.Unlock(settings, environment, ask)] : []
                    )),
            ],
            facilitates
        );

    /// <summary>The names of all pairs.</summary>
    public IEnumerable<string> Pairs => Parts.SelectMany(part => part.Settings.Mosaic.Pairs).Select(pair => pair.Name);
}

/// <summary>A facilitator with a database of its own.</summary>
/// <param name="Settings">What it serves.</param>
/// <param name="Keys">Its workers' keys; they belong to its host once that runs.</param>
public sealed record FacilitatorPart(FacilitatorSettings Settings, ImmutableArray<Secp256k1PrivateKey> Keys);
