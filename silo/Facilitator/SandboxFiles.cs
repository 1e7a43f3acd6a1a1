using System.Globalization;
using System.Text.Json.Nodes;
using Anchor.Crypto;
using Anchor.Ethereum;
using Anchor.Hosting.Facilitator;

namespace Anchor.Silo.Facilitator;

/// <summary>What may differ from one facilitator of the development chains to another.</summary>
/// <param name="Origin">Where the origin chain is asked; null: at its own node.</param>
/// <param name="Auxiliary">Where the auxiliary chain is asked; null: at its own node.</param>
/// <param name="ForeignPatience">Seconds that a message without a known secret is left to its owner.</param>
/// <param name="LookInterval">Seconds between looks at the chains.</param>
internal sealed record SandboxFileChoice(
    Uri? Origin = null,
    Uri? Auxiliary = null,
    int ForeignPatience = 10,
    double LookInterval = 0.3
);

/// <summary>The files with which a facilitator serves the development chains.</summary>
internal static class SandboxFiles
{
    public const string Password = "development";
    private const int QuickKeystore = 1 << 12;

    /// <summary>Writes both files into the folder; the facilitator's is given back.</summary>
    /// <param name="sandbox">The chains.</param>
    /// <param name="folder">Where.</param>
    /// <param name="workers">The workers' keys, the same on both chains.</param>
    /// <param name="confirmations">How many blocks, its own included, a block must have before it counts.</param>
    /// <param name="choice">What may differ; null: nothing does.</param>
    public static string Write(
        MosaicSandbox sandbox,
        string folder,
        IReadOnlyList<Secp256k1PrivateKey> workers,
        int confirmations,
        SandboxFileChoice? choice = null
    )
    {
        choice ??= new SandboxFileChoice();
        Directory.CreateDirectory(folder);
        File.WriteAllBytes(Path.Combine(folder, "mosaic.json"), DevelopmentChain.MosaicConfig);
        var path = Path.Combine(folder, FacilitatorPaths.FileName);
        FacilitatorFilesWriter.Write(
            path,
            "mosaic.json",
            new JsonObject { ["db_path"] = "facilitator.db" },
            Id(sandbox.Auxiliary),
            [
                new NewChain(Id(sandbox.Origin), choice.Origin ?? sandbox.Origin.Url, workers, Password),
                new NewChain(Id(sandbox.Auxiliary), choice.Auxiliary ?? sandbox.Auxiliary.Url, workers, Password),
            ],
            QuickKeystore,
            (
                new JsonObject
                {
                    ["foreign_patience"] = choice.ForeignPatience,
                    ["look_interval"] = choice.LookInterval,
                },
                new JsonObject
                {
                    ["confirmations"] = confirmations,
                    ["block_delay"] = confirmations - 1,
                    ["from_block"] = 0,
                }
            )
        );
        return path;
    }

    /// <summary>The environment in which the workers' keys open.</summary>
    public static Dictionary<string, string> Environment(IEnumerable<Secp256k1PrivateKey> workers) =>
        workers.ToDictionary(key => WorkerPasswords.VariableOf(EthereumAddress.Of(key)), _ => Password);

    private static string Id(AnvilNode node) => node.ChainId.ToString(CultureInfo.InvariantCulture);
}
