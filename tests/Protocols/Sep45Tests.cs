using System.Collections.Immutable;
using System.Text.Json;

namespace Anchor.Protocols.Tests;

public sealed class Sep45Tests
{
    private static readonly JsonElement Vector = Vectors.Root.GetProperty("sep45");
    private static readonly uint Ledger = Vector.GetProperty("currentLedger").GetUInt32();
    private static readonly KeyPair Server = Key(0);
    private static readonly KeyPair Wallet = Key(4);

    private static readonly Sep45Settings Settings = new(
        Vectors.Network(Vector.Text("network")),
        AccountId.Parse(Vector.Text("serverAccount")),
        Vector.Text("webAuthContract"),
        [Vector.Text("homeDomain")],
        Vector.Text("webAuthDomain")
    );

    public static TheoryData<int, string> Cases => Vectors.Cases(Vector.GetProperty("cases"), "name");

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_set_of_entries_is_written_as_it_was_read_and_gets_its_verdict(int index, string name)
    {
        var vector = Vector.GetProperty("cases")[index];
        Assert.True(SorobanAuthorizationEntry.TryDecodeAll(vector.Text("entries"), out var entries));
        Assert.Equal(vector.Text("entries"), SorobanAuthorizationEntry.EncodeAll(entries));

        var verdict = Sep45.Read(vector.Text("entries"), Settings, Ledger);
        Assert.Equal(vector.Find("reason")?.GetString(), verdict.Refusal is { } refusal ? Snake(refusal) : null);
        Assert.NotEmpty(name);

        if (vector.Find("serverPayloadHash") is { } hash)
        {
            var server = entries.Single(e => AddressOf(e) == Vector.Text("serverAccount"));
            Assert.Equal(
                vector.Text("serverPreimage"),
                Convert.ToBase64String(server.SignaturePreimage(Settings.Network))
            );
            Assert.Equal(hash.GetString(), server.SignatureHash(Settings.Network).ToHex());
        }
    }

    [Fact]
    public void A_built_challenge_has_the_bytes_of_the_vector()
    {
        var client = new Sep10ClientDomain("wallet.example", Wallet.Account);
        var plain = Build(null);
        var withWallet = Build(client);

        Assert.Equal(Entries("challenge as the server returns it"), SorobanAuthorizationEntry.EncodeAll(plain));
        var signed = withWallet.SetItem(2, withWallet[2].Sign(Settings.Network, Wallet));
        Assert.Equal(Entries("with a client domain"), SorobanAuthorizationEntry.EncodeAll(signed));
        var challenge = Sep45.Read(SorobanAuthorizationEntry.EncodeAll(signed), Settings, Ledger).Challenge!;
        Assert.Equal((Vector.Text("clientAccount"), client), (challenge.Client, challenge.ClientDomain));
        Assert.Equal(Ledger + 120, challenge.ExpirationLedger);
    }

    [Fact]
    public void A_challenge_ends_with_its_ledger()
    {
        var text = SorobanAuthorizationEntry.EncodeAll(Build(null));

        Assert.True(Sep45.Read(text, Settings, Ledger + 120).IsAccepted);
        Assert.Equal(Sep45Refusal.Expired, Sep45.Read(text, Settings, Ledger + 121).Refusal);
    }

    [Fact]
    public void What_is_no_part_of_a_challenge_is_refused()
    {
        var entries = Build(null);
        var stranger = entries[0] with
        {
            Credentials = (AddressCredentials)entries[0].Credentials with { Address = new(Wallet.Account.ToString()) },
        };

        Assert.Equal(Sep45Refusal.UnexpectedEntry, Refusal(entries.Add(stranger)));
        Assert.Equal(Sep45Refusal.UnexpectedEntry, Refusal(entries.Add(entries[0])));
        var source = entries[0] with { Credentials = new SourceAccountCredentials() };
        Assert.Equal(Sep45Refusal.UnsupportedCredentials, Refusal(entries.Add(source)));
        Assert.Equal(Sep45Refusal.Malformed, Refusal([]));
        Assert.Equal(Sep45Refusal.Malformed, Sep45.Read("AAAA", Settings, Ledger).Refusal);
    }

    [Fact]
    public void Values_nested_without_end_are_refused_before_they_fill_the_stack()
    {
        // An address entry whose signature is a list in a list in a list.
        var bytes = new List<byte>(Convert.FromBase64String(Entries("server entry missing"))[..56]);
        for (var i = 0; i < 50_000; i++)
        {
            bytes.AddRange([0, 0, 0, 16, 0, 0, 0, 1, 0, 0, 0, 1]);
        }

        Assert.False(SorobanAuthorizationEntry.TryDecodeAll(Convert.ToBase64String([.. bytes]), out _));
    }

    private static ImmutableArray<SorobanAuthorizationEntry> Build(Sep10ClientDomain? client)
    {
        var entries = Sep45.BuildChallenge(
            Settings,
            Vector.Text("clientAccount"),
            "anchor.example",
            client,
            "1234567890",
            (222, 111, 333),
            Ledger + 120
        );
        return entries.SetItem(1, entries[1].Sign(Settings.Network, Server));
    }

    private static Sep45Refusal? Refusal(ImmutableArray<SorobanAuthorizationEntry> entries) =>
        Sep45.Read(SorobanAuthorizationEntry.EncodeAll(entries), Settings, Ledger).Refusal;

    private static string Entries(string name) =>
        Vector.GetProperty("cases").EnumerateArray().Single(c => c.Text("name") == name).Text("entries");

    private static string? AddressOf(SorobanAuthorizationEntry entry) =>
        (entry.Credentials as AddressCredentials)?.Address.Text;

    private static KeyPair Key(int index) => KeyPair.FromSecret(Vectors.Root.GetProperty("keys")[index].Text("secret"));

    private static string Snake(Sep45Refusal refusal) =>
        string.Concat(
            refusal
                .ToString()
                .Select((c, i) => char.IsUpper(c) ? (i > 0 ? "_" : "") + char.ToLowerInvariant(c) : $"{c}")
        );
}
