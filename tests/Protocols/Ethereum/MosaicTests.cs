using System.Text.Json;
using Anchor.Ethereum;
using Anchor.Ethereum.Abi;
using Anchor.Ethereum.Mosaic;
using Anchor.Ethereum.Proofs;

namespace Anchor.Protocols.Tests.Ethereum;

/// <summary>Hashes and calls of mosaic-contracts against what the real contracts took and said.</summary>
public sealed class MosaicTests
{
    private static readonly JsonElement Stake = EthereumVectors.Mosaic.GetProperty("stakeAndMint");
    private static readonly JsonElement Redeem = EthereumVectors.Mosaic.GetProperty("redeemAndUnstake");
    private static readonly JsonElement Auxiliary = EthereumVectors
        .Mosaic.GetProperty("addresses")
        .GetProperty("auxiliaryChains")
        .GetProperty("1406")
        .GetProperty("contractAddresses");

    public static TheoryData<string> Kinds => ["stake", "redeem"];

    [Fact]
    public void Type_hashes_are_those_of_the_contracts()
    {
        var expected = EthereumVectors.Client.GetProperty("typeHashes");
        Bytes32[] known =
        [
            MosaicHashes.StakeIntentType,
            MosaicHashes.RedeemIntentType,
            MosaicHashes.MessageType,
            MosaicHashes.StakeRequestType,
            MosaicHashes.RedeemRequestType,
        ];

        Assert.Equal(
            expected.EnumerateObject().Select(hash => hash.Value.GetString()!).Order(StringComparer.Ordinal),
            known.Select(hash => hash.ToString()).Order(StringComparer.Ordinal)
        );
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Request_intent_lock_and_message_hash_as_on_the_chain(string kind)
    {
        var (vector, isStake) = VectorOf(kind);
        var terms = TermsOf(vector.GetProperty("request"), isStake);
        var pool = isStake
            ? Auxiliary.GetProperty("origin").Text("ostComposerAddress")
            : Auxiliary.GetProperty("auxiliary").Text("redeemPoolAddress");
        var proxy = vector.GetProperty("request").Text(isStake ? "stakerProxy" : "redeemerProxy");

        var request = MosaicHashes.Request(
            isStake ? MosaicHashes.StakeRequestType : MosaicHashes.RedeemRequestType,
            terms,
            EthereumAddress.Parse(pool)
        );
        var intent = MosaicHashes.IntentOf(
            isStake ? MosaicHashes.StakeIntentType : MosaicHashes.RedeemIntentType,
            terms
        );
        var hashLock = MosaicHashes.HashLock(Bytes32.Parse(vector.Text("secret")));
        var message = MosaicHashes.MessageOf(intent, terms, EthereumAddress.Parse(proxy), hashLock);

        Assert.Equal(vector.Text("requestHash"), request.ToString());
        Assert.Equal(vector.Text("intentHash"), intent.ToString());
        Assert.Equal(vector.Text("hashLock"), hashLock.ToString());
        Assert.Equal(vector.Text("messageHash"), message.ToString());
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void The_outbox_is_proved_at_the_key_that_the_storage_rule_gives(string kind)
    {
        var (vector, _) = VectorOf(kind);
        var proof = EthereumVectors.Proof(vector.GetProperty("eth_getProof"));
        var storage = Assert.Single(proof.StorageProof);
        var key = new GatewayStorage(9).Outbox(Bytes32.Parse(vector.Text("messageHash")));

        Assert.Equal(key, Word(storage.Key));
        Assert.Equal(vector.Text("rlpAccount"), Hex.Of(StateProof.AccountRlp(proof)));
        Assert.Equal(vector.Text("rlpAccountNodes"), Hex.Of(StateProof.PackNodes(proof.AccountProof)));
        Assert.Equal(vector.Text("rlpStorageNodes"), Hex.Of(StateProof.PackNodes(storage.Proof)));
        Assert.NotEqual(key, new GatewayStorage(9).Inbox(Bytes32.Parse(vector.Text("messageHash"))));
        Assert.NotEqual(key, new GatewayStorage(7).Outbox(Bytes32.Parse(vector.Text("messageHash"))));
    }

    [Fact]
    public void Every_function_that_the_vectors_know_has_their_selector()
    {
        var expected = EthereumVectors
            .Client.GetProperty("selectors")
            .EnumerateObject()
            .SelectMany(contract => contract.Value.EnumerateObject())
            .DistinctBy(function => function.Name)
            .ToDictionary(function => function.Name, function => function.Value.GetString());
        var known = Functions().ToList();

        var shared = known.Where(function => expected.ContainsKey(function.Signature)).ToList();

        Assert.All(shared, function => Assert.Equal(expected[function.Signature], Hex.Of(function.Selector.Span)));
        Assert.True(shared.Count >= 40, $"Only {shared.Count} functions are compared.");
    }

    [Fact]
    public void Every_event_that_the_vectors_know_has_their_topic()
    {
        var expected = EthereumVectors
            .Client.GetProperty("topics")
            .EnumerateObject()
            .SelectMany(contract => contract.Value.EnumerateObject())
            .Select(topic => topic.Value.Text("topic0"))
            .ToHashSet();
        AbiEvent[] known =
        [
            PoolContract.Composer.Requested,
            PoolContract.Composer.Revoked,
            PoolContract.Composer.Rejected,
            PoolContract.RedeemPool.Requested,
            GatewayContract.StakeIntentDeclared,
            GatewayContract.StakeIntentConfirmed,
            GatewayContract.StakeProgressed,
            GatewayContract.MintProgressed,
            GatewayContract.RedeemIntentDeclared,
            GatewayContract.RedeemProgressed,
            GatewayContract.UnstakeProgressed,
            GatewayContract.GatewayProven,
            AnchorContract.StateRootAvailable,
        ];

        Assert.All(known, @event => Assert.Contains(@event.Topic.ToString(), expected));
    }

    private static IEnumerable<AbiFunction> Functions() =>
        new object[] { PoolContract.Composer, PoolContract.RedeemPool }
            .SelectMany(pool => pool.GetType().GetProperties().Select(property => property.GetValue(pool)))
            .Concat(
                new[]
                {
                    typeof(GatewayContract),
                    typeof(AnchorContract),
                    typeof(OrganizationContract),
                    typeof(TokenContract),
                }.SelectMany(type => type.GetFields().Select(field => field.GetValue(null)))
            )
            .OfType<AbiFunction>();

    private static (JsonElement Vector, bool IsStake) VectorOf(string kind) =>
        kind == "stake" ? (Stake, true) : (Redeem, false);

    private static TransferTerms TermsOf(JsonElement request, bool isStake) =>
        new(
            request.Decimal("amount"),
            EthereumAddress.Parse(request.Text("beneficiary")),
            request.Decimal("gasPrice"),
            request.Decimal("gasLimit"),
            request.Decimal("nonce"),
            EthereumAddress.Parse(request.Text(isStake ? "staker" : "redeemer")),
            EthereumAddress.Parse(
                isStake
                    ? Auxiliary.GetProperty("origin").Text("ostEIP20GatewayAddress")
                    : Auxiliary.GetProperty("auxiliary").Text("ostEIP20CogatewayAddress")
            )
        );

    private static Bytes32 Word(UInt256 number)
    {
        var word = new byte[UInt256.Size];
        number.WriteBigEndian(word);
        return new Bytes32(word);
    }
}
