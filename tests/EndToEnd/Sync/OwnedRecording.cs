using System.Text.Json;
using System.Text.Json.Nodes;
using Anchor.EndToEnd.Tests.Support;
using Anchor.Ledgers.Hathor;
using Anchor.Sandbox.Hathor;

namespace Anchor.EndToEnd.Tests.Sync;

/// <summary>A recording in which two of the addresses that hold something are those of a key that is known.</summary>
/// <param name="Held">By both together, at the end.</param>
internal sealed record OwnedRecording(HathorRecording Recording, long Held)
{
    // BIP-32, test vector 2.
    public const string Xpub =
        "xpub661MyMwAqRbcFW31YEwpkMuc5THy2PSt5bDMsktWQcFF8syAmRUapSCGu8ED9W6oDMSgv6Zz8idoc4a6mr8BDzTJY47LJhkJ8UB7WEGuduB";

    /// <summary>The higher one of the two places that are used.</summary>
    public const int LastUsed = 5;

    public static OwnedRecording Load()
    {
        const string Name = "SINGLE_CHAIN_BLOCKS_AND_TRANSACTIONS.1";
        var text = File.ReadAllText(Repository.File($"tests/Recordings/hathor/live/{Name}.json"));
        var addresses = new AddressBook().Derive("unittests", Xpub, 0, LastUsed + 1);
        var held = JsonNode.Parse(text)!["final_wallet_balance"]!
            .AsObject()
            .Select(entry => (Address: entry.Key, Amount: entry.Value!.GetValue<long>()))
            .Where(entry => entry.Amount > 0)
            .OrderByDescending(entry => entry.Amount)
            .Take(2)
            .ToList();
        text = text.Replace(held[0].Address, addresses[0], StringComparison.Ordinal)
            .Replace(held[1].Address, addresses[LastUsed], StringComparison.Ordinal);
        using var json = JsonDocument.Parse(text);
        return new OwnedRecording(
            HathorRecording.Of(
                Name,
                [.. json.RootElement.GetProperty("events").EnumerateArray().Select(e => e.Clone())]
            ),
            held.Sum(entry => entry.Amount)
        );
    }
}
