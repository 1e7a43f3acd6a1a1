using System.Collections;
using Anchor.Crypto;
using Anchor.Ethereum;
using Anchor.Ethereum.Keystores;
using Anchor.Hosting.Configuration;

namespace Anchor.Hosting.Facilitator;

/// <summary>Unlocks the workers' keys at the start, once: wrong passwords are told before any work begins.</summary>
public static class WorkerUnlocking
{
    /// <summary>The keys of all workers.</summary>
    /// <param name="settings">The configuration.</param>
    /// <param name="environment">Where the passwords are.</param>
    /// <param name="ask">Asks a person for a password that is not there; null if nobody can be asked.</param>
    /// <exception cref="AnchorConfigurationException">A password is missing or wrong, or a keystore is damaged; a line for each.</exception>
    public static IReadOnlyList<Secp256k1PrivateKey> Unlock(
        FacilitatorSettings settings,
        IDictionary environment,
        Func<EthereumAddress, string?>? ask
    )
    {
        ArgumentNullException.ThrowIfNull(settings);
        List<string> faults = [];
        List<Secp256k1PrivateKey> keys = [];
        foreach (
            var (worker, keystore) in settings.Keystores.OrderBy(pair => pair.Key.ToString(), StringComparer.Ordinal)
        )
        {
            if ((WorkerPasswords.Find(worker, environment) ?? ask?.Invoke(worker)) is not { } password)
            {
                faults.Add(
                    $"{WorkerPasswords.VariableOf(worker)}: is missing; it is the password of the worker's key."
                );
                continue;
            }

            if (FindFault(worker, keystore, password, out var key) is { } fault)
            {
                faults.Add(fault);
            }
            else
            {
                keys.Add(key!);
            }
        }

        if (faults.Count == 0)
        {
            return keys;
        }

        keys.ForEach(key => key.Dispose());
        throw new AnchorConfigurationException([.. faults]);
    }

    /// <summary>Null if the password opens the key of exactly this worker.</summary>
    public static string? FindFault(
        EthereumAddress worker,
        string keystore,
        string password,
        out Secp256k1PrivateKey? key
    )
    {
        key = null;
        switch (KeystoreV3.Decrypt(keystore, password))
        {
            case KeystoreOutcome.Opened opened when EthereumAddress.Of(opened.Key) == worker:
                key = opened.Key;
                return null;
            case KeystoreOutcome.Opened opened:
                var other = EthereumAddress.Of(opened.Key);
                opened.Key.Dispose();
                return $"encrypted_accounts.{worker}: holds the key of {other}.";
            case KeystoreOutcome.Unreadable unreadable:
                return $"encrypted_accounts.{worker}: {unreadable.Reason}";
            default:
                return $"{WorkerPasswords.VariableOf(worker)}: is not the password of the worker's key.";
        }
    }
}
