using System.Collections;
using Anchor.Ethereum;

namespace Anchor.Hosting.Facilitator;

/// <summary>
/// The passwords of encrypted accounts: <c>MOSAIC_ADDRESS_PASSW_0x...</c> or <c>password_0x...</c> in the environment, whatever the case of
/// the address; with <c>_FILE</c> behind it, the name of a file that holds it.
/// </summary>
public static class WorkerPasswords
{
    private const string FileSuffix = "_FILE";
    private static readonly string[] Prefixes = ["MOSAIC_ADDRESS_PASSW_", "password_"];

    /// <summary>The name that messages and set-up say.</summary>
    public static string VariableOf(EthereumAddress worker) => $"{Prefixes[0]}{worker}";

    /// <summary>Whether the name is that of a password, whosever.</summary>
    public static bool IsOne(string name) =>
        Prefixes.Any(prefix => name.StartsWith($"{prefix}0x", StringComparison.OrdinalIgnoreCase));

    /// <summary>Null if there is none.</summary>
    public static string? Find(EthereumAddress worker, IDictionary environment)
    {
        ArgumentNullException.ThrowIfNull(environment);
        foreach (DictionaryEntry entry in environment)
        {
            if (entry is not { Key: string name, Value: string value })
            {
                continue;
            }

            if (Prefixes.Any(prefix => Is(name, prefix, worker)))
            {
                return value;
            }

            if (
                name.EndsWith(FileSuffix, StringComparison.OrdinalIgnoreCase)
                && Prefixes.Any(prefix => Is(name[..^FileSuffix.Length], prefix, worker))
            )
            {
                return File.ReadAllText(value).TrimEnd('\r', '\n');
            }
        }

        return null;
    }

    private static bool Is(string name, string prefix, EthereumAddress worker) =>
        name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase)
        && name.AsSpan(prefix.Length).Equals(worker.ToString(), StringComparison.OrdinalIgnoreCase);
}
