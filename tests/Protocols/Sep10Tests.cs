using System.Globalization;
using System.Text.Json;

namespace Anchor.Protocols.Tests;

public sealed class Sep10Tests
{
    private static readonly JsonElement Vector = Vectors.Root.GetProperty("sep10");
    private static readonly KeyPair Server = KeyPair.FromSecret(Vector.Text("serverSecret"));
    private static readonly KeyPair Client = KeyPair.FromSecret(Vector.Text("clientSecret"));
    private static readonly KeyPair Wallet = KeyPair.FromSecret(Vectors.Root.GetProperty("keys")[4].Text("secret"));
    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(1_800_000_000);
    private static readonly byte[] Nonce = [.. Enumerable.Range(0, Sep10.NonceSize).Select(i => (byte)(i * 5))];
    private static readonly AccountSigners OneSigner = Signers(0, (Client.Account, 1));

    private static readonly Sep10Settings Settings = new(
        Vectors.Network(Vector.Text("network")),
        AccountId.Parse(Vector.Text("serverAccount")),
        [Vector.Text("homeDomain"), "other.example"],
        Vector.Text("webAuthDomain")
    );

    public static TheoryData<int, string> Cases => Vectors.Cases(Vector.GetProperty("cases"), "name");

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_challenge_gets_its_verdict_and_the_reason(int index, string name)
    {
        var vector = Vector.GetProperty("cases")[index];
        var now = DateTimeOffset.FromUnixTimeSeconds(vector.GetProperty("now").GetInt64());
        Assert.Equal("med", vector.Text("requiredThreshold"));

        var verdict = Sep10.Verify(
            vector.Text("challenge"),
            Settings,
            now,
            Account(vector.GetProperty("clientAccount"))
        );

        var reason = verdict.Refusal is { } refusal ? Snake(refusal.ToString()) : null;
        Assert.Equal(vector.Find("reason")?.GetString(), reason);
        Assert.Equal(vector.Text("expect") == "valid", verdict.IsAccepted);
        Assert.NotEmpty(name);
    }

    [Fact]
    public void An_accepted_challenge_says_who_for_whom_and_how_long()
    {
        var request = new Sep10Request(
            Client.Account,
            "anchor.example",
            42,
            new Sep10ClientDomain("wallet.example", Wallet.Account)
        );
        var envelope = Challenge(request).Sign(Settings.Network, Client, Wallet);

        var challenge = Sep10.Verify(envelope.ToBase64(), Settings, Now, OneSigner).Challenge!;

        Assert.Equal((Client.Account, 42ul), (challenge.Client.Account, challenge.Memo!.Value));
        Assert.Equal("anchor.example", challenge.HomeDomain);
        Assert.Equal(new Sep10ClientDomain("wallet.example", Wallet.Account), challenge.ClientDomain);
        Assert.Equal(envelope.Hash(Settings.Network), challenge.Hash);
        Assert.Equal(Now.AddMinutes(15), challenge.MaxTime);
        Assert.Equal($"{Client.Account}:42", challenge.Subject);
    }

    [Fact]
    public void A_muxed_client_is_the_subject_itself()
    {
        var muxed = new MuxedAccount(Client.Account, 7);
        var envelope = Challenge(new Sep10Request(muxed, "other.example")).Sign(Settings.Network, Client);

        var challenge = Sep10.Verify(envelope.ToBase64(), Settings, Now, OneSigner).Challenge!;

        Assert.Equal(muxed.ToString(), challenge.Subject);
        Assert.StartsWith("M", challenge.Subject, StringComparison.Ordinal);
        Assert.Equal("other.example", challenge.HomeDomain);
    }

    [Fact]
    public void A_challenge_has_the_layout_that_wallets_check()
    {
        var challenge = Challenge(new Sep10Request(Client.Account, "anchor.example")).Transaction;

        Assert.Equal((0, 200u), (challenge.Sequence, challenge.Fee));
        Assert.Equal(new TimeBounds(1_800_000_000, 1_800_000_900), challenge.Preconditions.TimeBounds);
        var first = Assert.IsType<ManageDataOperation>(challenge.Operations[0]);
        Assert.Equal("anchor.example auth", first.Name.ToUtf8OrNull());
        Assert.Equal(
            (Convert.ToBase64String(Nonce), 64),
            (first.Value!.Value.ToUtf8OrNull()!, first.Value.Value.Length)
        );
        Assert.Equal(new MuxedAccount(Client.Account), first.Source);
        var second = Assert.IsType<ManageDataOperation>(challenge.Operations[1]);
        Assert.Equal(
            ("web_auth_domain", "auth.anchor.example"),
            (second.Name.ToUtf8OrNull(), second.Value!.Value.ToUtf8OrNull())
        );
        Assert.Equal(new MuxedAccount(Server.Account), second.Source);
    }

    [Fact]
    public void A_challenge_is_not_built_for_what_could_not_be_verified()
    {
        var muxed = new MuxedAccount(Client.Account, 7);
        Assert.Throws<ArgumentException>(() => Challenge(new Sep10Request(muxed, "anchor.example", 1)));
        Assert.Throws<ArgumentException>(() => Challenge(new Sep10Request(muxed, "elsewhere.example")));
        Assert.Throws<ArgumentException>(() =>
            Sep10.BuildChallenge(Settings, new Sep10Request(muxed, "anchor.example"), Nonce.AsSpan(1), Now)
        );
    }

    [Fact]
    public void A_threshold_of_zero_still_wants_a_signer_with_weight()
    {
        var envelope = Challenge(new Sep10Request(Client.Account, "anchor.example")).Sign(Settings.Network, Client);

        var refusal = Sep10.Verify(envelope.ToBase64(), Settings, Now, Signers(0, (Client.Account, 0))).Refusal;

        Assert.Equal(Sep10Refusal.ThresholdNotMet, refusal);
    }

    [Theory]
    [InlineData(RequiredThreshold.Low, true)]
    [InlineData(RequiredThreshold.Medium, true)]
    [InlineData(RequiredThreshold.High, false)]
    public void The_configured_threshold_is_the_one_to_reach(RequiredThreshold threshold, bool isReached)
    {
        var account = new AccountSigners(1, 2, 3, [new Signer(new Ed25519SignerKey(Client.Account), 2)]);
        var envelope = Challenge(new Sep10Request(Client.Account, "anchor.example")).Sign(Settings.Network, Client);

        var settings = Settings with { Threshold = threshold };
        Assert.Equal(isReached, Sep10.Verify(envelope.ToBase64(), settings, Now, account).IsAccepted);
    }

    [Fact]
    public void The_wallets_key_is_not_the_clients_even_when_it_is_the_same_key()
    {
        var request = new Sep10Request(Client.Account, "anchor.example", null, new("wallet.example", Client.Account));
        var envelope = Challenge(request).Sign(Settings.Network, Client);

        Assert.Equal(
            Sep10Refusal.ClientSignatureMissing,
            Sep10.Verify(envelope.ToBase64(), Settings, Now, OneSigner).Refusal
        );
    }

    [Fact]
    public void The_server_never_speaks_for_a_client_that_made_it_a_signer()
    {
        var envelope = Challenge(new Sep10Request(Client.Account, "anchor.example")).Sign(Settings.Network, Server);

        var refusal = Sep10.Verify(envelope.ToBase64(), Settings, Now, Signers(1, (Server.Account, 10))).Refusal;

        Assert.Equal(2, envelope.Signatures.Length);
        Assert.Equal(Sep10Refusal.ClientSignatureMissing, refusal);
    }

    [Fact]
    public void No_challenge_survives_the_change_of_a_byte()
    {
        var good = Challenge(new Sep10Request(Client.Account, "anchor.example", 5))
            .Sign(Settings.Network, Client)
            .ToXdr();
        Assert.True(Sep10.Verify(Convert.ToBase64String(good), Settings, Now, OneSigner).IsAccepted);
        for (var i = 0; i < good.Length; i++)
        {
            var changed = (byte[])good.Clone();
            changed[i] ^= 1;
            Assert.False(
                Sep10.Verify(Convert.ToBase64String(changed), Settings, Now, OneSigner).IsAccepted,
                $"byte {i}"
            );
        }
    }

    private static SimpleEnvelope Challenge(Sep10Request request) =>
        Sep10.BuildChallenge(Settings, request, Nonce, Now).Sign(Settings.Network, Server);

    private static AccountSigners Signers(uint threshold, params (AccountId Account, uint Weight)[] signers) =>
        new(
            threshold,
            threshold,
            threshold,
            [.. signers.Select(s => new Signer(new Ed25519SignerKey(s.Account), s.Weight))]
        );

    private static AccountSigners? Account(JsonElement account)
    {
        if (!account.GetProperty("exists").GetBoolean())
        {
            return null;
        }

        var thresholds = account.GetProperty("thresholds");
        return new AccountSigners(
            thresholds.GetProperty("low").GetUInt32(),
            thresholds.GetProperty("med").GetUInt32(),
            thresholds.GetProperty("high").GetUInt32(),
            [
                .. account
                    .GetProperty("signers")
                    .EnumerateArray()
                    .Select(s => new Signer(SignerKey.Parse(s.Text("key")), s.GetProperty("weight").GetUInt32())),
            ]
        );
    }

    private static string Snake(string name) =>
        string.Concat(
            name.Select(
                (c, i) => char.IsUpper(c) ? (i > 0 ? "_" : "") + char.ToLower(c, CultureInfo.InvariantCulture) : $"{c}"
            )
        );
}
