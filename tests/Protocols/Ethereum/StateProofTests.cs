using System.Text.Json;
using Anchor.Ethereum;
using Anchor.Ethereum.JsonRpc;
using Anchor.Ethereum.Proofs;

namespace Anchor.Protocols.Tests.Ethereum;

public sealed class StateProofTests
{
    [Theory]
    [InlineData("stakeAndMint")]
    [InlineData("redeemAndUnstake")]
    public void A_real_nodes_proof_holds_and_is_packed_as_the_contracts_take_it(string flow)
    {
        var (vector, proof, root) = Read(flow);

        Assert.Null(StateProof.FindFault(proof, root));
        Assert.Equal(vector.Text("rlpAccount"), Hex.Of(StateProof.AccountRlp(proof)));
        Assert.Equal(vector.Text("rlpAccountNodes"), Hex.Of(StateProof.PackNodes(proof.AccountProof)));
        Assert.Equal(vector.Text("rlpStorageNodes"), Hex.Of(StateProof.PackNodes(proof.StorageProof[0].Proof)));
    }

    [Theory]
    [InlineData("stakeAndMint")]
    [InlineData("redeemAndUnstake")]
    public void A_proof_of_another_root_is_refused(string flow)
    {
        var (_, proof, root) = Read(flow);

        Assert.NotNull(StateProof.FindFault(proof, Bytes32.Keccak(root.ToArray())));
    }

    [Fact]
    public void Every_lie_about_the_account_is_found()
    {
        var (_, proof, root) = Read("redeemAndUnstake");
        var storage = proof.StorageProof[0];

        Assert.All(
            [
                proof with
                {
                    Balance = proof.Balance + 1,
                },
                proof with
                {
                    Nonce = proof.Nonce + 1,
                },
                proof with
                {
                    CodeHash = proof.StorageHash,
                },
                proof with
                {
                    StorageHash = proof.CodeHash,
                },
                proof with
                {
                    Address = EthereumAddress.Zero,
                },
                proof with
                {
                    AccountProof = [],
                },
                proof with
                {
                    AccountProof = proof.AccountProof[..^1],
                },
                proof with
                {
                    AccountProof = [.. proof.AccountProof, proof.AccountProof[0]],
                },
                proof with
                {
                    StorageProof = [storage with { Value = 2 }],
                },
                proof with
                {
                    StorageProof = [storage with { Value = 0 }],
                },
                proof with
                {
                    StorageProof = [storage with { Key = storage.Key + 1 }],
                },
                proof with
                {
                    StorageProof = [storage with { Proof = storage.Proof[..^1] }],
                },
                proof with
                {
                    StorageProof = [storage with { Proof = [] }],
                },
            ],
            lie => Assert.NotNull(StateProof.FindFault(lie, root))
        );
    }

    [Fact]
    public void Every_changed_bit_of_every_node_is_found()
    {
        var (_, proof, root) = Read("stakeAndMint");
        var seed = Environment.TickCount;
        var random = new System.Random(seed);
        for (var i = 0; i < 500; i++)
        {
            var nodes = proof.AccountProof.ToArray();
            var which = random.Next(nodes.Length);
            var changed = nodes[which].ToArray();
            changed[random.Next(changed.Length)] ^= (byte)(1 << random.Next(8));
            nodes[which] = changed;

            Assert.True(
                StateProof.FindFault(proof with { AccountProof = [.. nodes] }, root) is not null,
                $"seed {seed}, round {i}"
            );
        }
    }

    [Fact]
    public void What_is_not_stored_is_proved_absent()
    {
        var (_, proof, _) = Read("stakeAndMint");
        var other = new byte[32];
        // The first node of the trie leads elsewhere or nowhere for another key, as the trie is small.
        var absent = Enumerable
            .Range(0, 255)
            .Select(i =>
            {
                other[31] = (byte)i;
                return MerklePatriciaTrie.LookUp(proof.StorageHash, other, proof.StorageProof[0].Proof[..1]);
            })
            .Count(found => found is TrieLookup.Absent);

        Assert.NotEqual(0, absent);
        Assert.IsType<TrieLookup.Absent>(MerklePatriciaTrie.LookUp(MerklePatriciaTrie.EmptyRoot, other, []));
        Assert.IsType<TrieLookup.Unproved>(MerklePatriciaTrie.LookUp(proof.StorageHash, other, []));
    }

    private static (JsonElement Vector, EthereumAccountProof Proof, Bytes32 Root) Read(string flow)
    {
        var vector = EthereumVectors.Mosaic.GetProperty(flow);
        return (
            vector,
            EthereumVectors.Proof(vector.GetProperty("eth_getProof")),
            Bytes32.Parse(vector.GetProperty("anchored").Text("stateRoot"))
        );
    }
}
