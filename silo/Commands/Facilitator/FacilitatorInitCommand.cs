using System.CommandLine;
using System.Security.Cryptography;
using Anchor.Crypto;
using Anchor.Ethereum;
using Anchor.Hosting.Configuration;
using Anchor.Hosting.Facilitator;
using Anchor.Silo.Facilitator;
using Anchor.Silo.Operator;

namespace Anchor.Silo.Commands.Facilitator;

/// <summary><c>anchor facilitator init</c>: a key for each chain, encrypted, and the configuration file that the start finds.</summary>
internal static class FacilitatorInitCommand
{
    /// <summary>scrypt's N as wallets choose it.</summary>
    private const int KeystoreCost = 1 << 18;
    private const string OriginVariable = "MOSAIC_ORIGIN_PASSWORD";
    private const string AuxiliaryVariable = "MOSAIC_AUXILIARY_PASSWORD";

    public static Command Create()
    {
        var mosaic = new Option<string>("--mosaic-config")
        {
            Description = "The mosaic configuration: chains and contracts.",
            Required = true,
        };
        var chain = FileOptions.ChainId("The auxiliary chain.");
        chain.Required = true;
        var originPassword = new Option<string?>("--origin-password")
        {
            Description = $"Encrypts the key of the origin chain; asked for otherwise, or taken from {OriginVariable}.",
        };
        var auxiliaryPassword = new Option<string?>("--aux-password", "--auxiliary-password")
        {
            Description =
                $"Encrypts the key of the auxiliary chain; asked for otherwise, or taken from {AuxiliaryVariable}.",
        };
        var originRpc = Rpc("The origin chain's node.", "--origin-rpc");
        var auxiliaryRpc = Rpc("The auxiliary chain's node.", "--aux-rpc", "--auxiliary-rpc");
        var databasePath = new Option<string?>("--db-path")
        {
            Description =
                "A SQLite file beside the configuration, or postgres://host:port/database; without it a new SQLite file.",
        };
        var databaseUser = new Option<string?>("--db-username")
        {
            Description = "The user of PostgreSQL; without it a new user and a new database are made there.",
        };
        var databasePassword = new Option<string?>("--db-password") { Description = "The password of that user." };
        var command = new Command(
            "init",
            "Make keys for both chains and write ./mosaic/<chain>/facilitator-config.json."
        )
        {
            mosaic,
            chain,
            originPassword,
            auxiliaryPassword,
            originRpc,
            auxiliaryRpc,
            databasePath,
            databaseUser,
            databasePassword,
        };
        command.SetAction(
            (result, cancellationToken) =>
            {
                if (result.GetValue(databasePassword) is not null)
                {
                    SecretInput.Warn("--db-password");
                }

                return RunAsync(
                    result.GetValue(mosaic)!,
                    result.GetValue(chain)!,
                    (result.GetValue(originPassword), result.GetValue(auxiliaryPassword)),
                    (result.GetValue(originRpc)!, result.GetValue(auxiliaryRpc)!),
                    new InitDatabaseChoice(
                        result.GetValue(databasePath),
                        result.GetValue(databaseUser),
                        result.GetValue(databasePassword)
                    ),
                    cancellationToken
                );
            }
        );
        return command;
    }

    private static async Task<int> RunAsync(
        string mosaicFile,
        string chain,
        (string? Origin, string? Auxiliary) passwords,
        (Uri Origin, Uri Auxiliary) rpc,
        InitDatabaseChoice database,
        CancellationToken cancellationToken
    )
    {
        List<string> faults = [];
        var mosaic = MosaicConfig.Read(mosaicFile, faults);
        if (faults.Count == 0 && mosaic.Auxiliaries.All(known => known.Id != chain))
        {
            faults.Add($"{mosaicFile}: auxiliaryChains.{chain}: is missing.");
        }

        var path = FacilitatorPaths.Written(chain);
        if (File.Exists(path))
        {
            faults.Add($"{path}: exists already; its keys would be lost. Move it away to make new ones.");
        }

        if (rpc.Origin == rpc.Auxiliary)
        {
            faults.Add($"--aux-rpc: {rpc.Auxiliary} is the origin chain's node; each chain has its own.");
        }

        var databases = new InitDatabase(chain, path);
        faults.AddRange(databases.FindFaults(database));
        if (faults.Count > 0)
        {
            throw new AnchorConfigurationException([.. faults]);
        }

        var origin = SecretInput.Read(
            "--origin-password",
            passwords.Origin,
            OriginVariable,
            "Password for the key of the origin chain: "
        );
        var auxiliary = SecretInput.Read(
            "--aux-password",
            passwords.Auxiliary,
            AuxiliaryVariable,
            "Password for the key of the auxiliary chain: "
        );
        if (origin is null || auxiliary is null)
        {
            throw new AnchorConfigurationException([
                .. origin is null ? ["--origin-password: is missing."] : Array.Empty<string>(),
                .. auxiliary is null ? ["--aux-password: is missing."] : Array.Empty<string>(),
            ]);
        }

        using var originKey = NewKey();
        using var auxiliaryKey = NewKey();
        FacilitatorFilesWriter.Write(
            path,
            // Relative, so that both may move together, as into a container.
            Path.GetRelativePath(Path.GetDirectoryName(Path.GetFullPath(path))!, Path.GetFullPath(mosaicFile)),
            await databases.MakeAsync(database, cancellationToken),
            chain,
            [
                new NewChain(mosaic.OriginId!, rpc.Origin, [originKey], origin),
                new NewChain(chain, rpc.Auxiliary, [auxiliaryKey], auxiliary),
            ],
            KeystoreCost
        );
        Tell(path, (mosaic.OriginId!, EthereumAddress.Of(originKey)), (chain, EthereumAddress.Of(auxiliaryKey)));
        return ExitCodes.Done;
    }

    private static void Tell(
        string path,
        (string Chain, EthereumAddress Worker) origin,
        (string Chain, EthereumAddress Worker) auxiliary
    )
    {
        var output = Console.Out;
        output.WriteLine($"{path} is written.");
        output.WriteLine(
            $"Worker on chain {origin.Chain}: {origin.Worker}. It needs coin for gas, and base tokens for a bounty per open request."
        );
        output.WriteLine(
            $"Worker on chain {auxiliary.Chain}: {auxiliary.Worker}. It needs coin for gas, and for a bounty per open redemption."
        );
        output.WriteLine("The organization must let both in: setWorker(address, expirationHeight).");
        output.WriteLine("Before the start, put their passwords into the environment:");
        output.WriteLine($"  {WorkerPasswords.VariableOf(origin.Worker)}");
        output.WriteLine($"  {WorkerPasswords.VariableOf(auxiliary.Worker)}");
        output.WriteLine($"Then: anchor facilitator start --chain-id {auxiliary.Chain}");
    }

    private static Secp256k1PrivateKey NewKey()
    {
        while (true)
        {
            var bytes = RandomNumberGenerator.GetBytes(Secp256k1.PrivateKeySize);
            if (Secp256k1.IsPrivateKey(bytes))
            {
                return Secp256k1PrivateKey.FromBytes(bytes);
            }
        }
    }

    private static Option<Uri> Rpc(string description, string name, params string[] aliases)
    {
        var option = new Option<Uri>(name, aliases)
        {
            Description = description,
            DefaultValueFactory = _ => new Uri("http://localhost:8545"),
            CustomParser = DemoCommand.ReadUrl,
        };
        return option;
    }
}
