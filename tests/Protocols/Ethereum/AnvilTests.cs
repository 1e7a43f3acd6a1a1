using Anchor.Ethereum;
using Anchor.Ethereum.Abi;
using Anchor.Ethereum.JsonRpc;
using Anchor.Ethereum.Proofs;
using Anchor.Ethereum.Transactions;
using Anchor.Testing.Anvil;

namespace Anchor.Protocols.Tests.Ethereum;

/// <summary>The client against a real node.</summary>
public sealed class AnvilTests
{
    private static readonly EthereumAddress Token = EthereumAddress.Parse("0x5FbDB2315678afecb367f032d93F642f64180aa3");

    private static readonly AbiFunction BalanceOf = new("balanceOf(address owner)", "uint256");
    private static readonly AbiFunction Transfer = new("transfer(address to, uint256 amount)", "bool");
    private static readonly AbiEvent Transferred = new(
        "Transfer(address indexed from, address indexed to, uint256 amount)"
    );

    private static CancellationToken Stopping => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(null)]
    [InlineData("istanbul")]
    [InlineData("prague")]
    public async Task A_token_moves_by_a_transaction_that_was_signed_here(string? hardfork)
    {
        Assert.SkipWhen(AnvilProgram.Missing is not null, AnvilProgram.Missing ?? "");
        await using var chain = await AnvilChain.StartAsync(AnvilOptions.Origin with { Hardfork = hardfork }, Stopping);
        var node = chain.Client;
        using var key = DevelopmentAccounts.Owner;
        var from = EthereumAddress.Of(key);
        var to = EthereumAddress.Parse("0x3535353535353535353535353535353535353535");
        var call = new CallRequest(Token, Transfer.Encode(to, (UInt256)5), from);
        var head = (await node.FindBlockAsync(BlockTag.Latest, Stopping))!;
        var price = await node.GetGasPriceAsync(Stopping);

        var signed = new EthereumTransaction
        {
            ChainId = await node.GetChainIdAsync(Stopping),
            Nonce = await node.GetTransactionCountAsync(from, BlockTag.Pending, Stopping),
            Fees =
                head.BaseFeePerGas is { } baseFee && hardfork != "istanbul"
                    ? new TransactionFees.Dynamic(
                        (baseFee * 2) + price,
                        await node.GetMaxPriorityFeePerGasAsync(Stopping)
                    )
                    : new TransactionFees.Legacy(price * 2),
            GasLimit = await node.EstimateGasAsync(call, Stopping),
            To = Token,
            Data = call.Data,
        }.Sign(key);
        Assert.Equal(signed.Hash, await node.SendRawTransactionAsync(signed.Raw, Stopping));

        var receipt = await chain.ReceiptAsync(signed.Hash, Stopping);
        Assert.True(receipt.Succeeded);
        Assert.Equal(from, receipt.From);
        Assert.Equal(head.Number + 1, receipt.BlockNumber);
        var block = (await node.FindBlockAsync(receipt.BlockHash, Stopping))!;
        Assert.Equal(head.Hash, block.ParentHash);
        var logs = await node.GetLogsAsync(
            new LogFilter([Token], [Transferred.Topic]),
            block.Number,
            block.Number,
            Stopping
        );
        Assert.Equal((UInt256)5, Transferred.TryDecode(Assert.Single(logs))!.Get<UInt256>("amount"));
        Assert.Equal((UInt256)5, await BalanceAsync(node, to, BlockTag.At(block.Hash)));
        Assert.Equal(UInt256.Zero, await BalanceAsync(node, to, BlockTag.At(head.Number)));
        Assert.Equal(signed.Transaction.Nonce, (await node.FindTransactionAsync(signed.Hash, Stopping))!.Nonce);
    }

    [Fact]
    public async Task Proofs_of_a_real_node_hold_at_every_height_it_has()
    {
        Assert.SkipWhen(AnvilProgram.Missing is not null, AnvilProgram.Missing ?? "");
        await using var chain = await AnvilChain.StartAsync(AnvilOptions.Auxiliary, Stopping);
        var node = chain.Client;
        var gateway = EthereumAddress.Parse("0x0165878A594ca255338adfa4d48449f69242Eb8F");
        var head = await node.GetBlockNumberAsync(Stopping);
        var keys = Enumerable.Range(0, 8).Select(i => new Bytes32([.. new byte[31], (byte)i])).ToArray();
        var stored = 0;
        for (var height = head; height > head - 5; height--)
        {
            var block = (await node.FindBlockAsync(BlockTag.At(height), Stopping))!;
            var proof = await node.GetProofAsync(gateway, [.. keys], BlockTag.At(height), Stopping);

            stored += proof.StorageProof.Count(storage => !storage.Value.IsZero);
            Assert.Null(StateProof.FindFault(proof, block.StateRoot));
        }

        Assert.NotEqual(0, stored);
    }

    [Fact]
    public async Task A_contracts_refusal_comes_with_its_reason()
    {
        Assert.SkipWhen(AnvilProgram.Missing is not null, AnvilProgram.Missing ?? "");
        await using var chain = await AnvilChain.StartAsync(AnvilOptions.Origin, Stopping);
        var anchorStateRoot = new AbiFunction("anchorStateRoot(uint256 height, bytes32 root)", "bool");
        var call = new CallRequest(
            EthereumAddress.Parse("0x5FC8d32690cc91D4c39d9d3abcBD16989F875707"),
            anchorStateRoot.Encode((UInt256)9, Bytes32.Keccak([])),
            EthereumAddress.Of(DevelopmentAccounts.Worker)
        );

        var estimate = await Assert.ThrowsAsync<NodeRefusalException>(() =>
            chain.Client.EstimateGasAsync(call, Stopping)
        );
        var tried = await Assert.ThrowsAsync<NodeRefusalException>(() =>
            chain.Client.CallAsync(call, BlockTag.Latest, Stopping)
        );

        Assert.Equal("Only the organization is allowed to call this method.", estimate.RevertReason);
        Assert.Equal(estimate.RevertReason, tried.RevertReason);
        Assert.True(tried.IsRevert);
    }

    [Fact]
    public async Task A_node_that_is_gone_is_no_refusal()
    {
        Assert.SkipWhen(AnvilProgram.Missing is not null, AnvilProgram.Missing ?? "");
        var chain = await AnvilChain.StartAsync(new AnvilOptions(), Stopping);
        await chain.DisposeAsync();
        using var http = new HttpClient();
        var options = new EthereumClientOptions { Endpoint = chain.Url, RetryPause = TimeSpan.FromMilliseconds(1) };
        var node = new EthereumClient(http, options, TimeProvider.System);

        await Assert.ThrowsAsync<NodeUnavailableException>(() => node.GetBlockNumberAsync(Stopping));
    }

    private static async Task<UInt256> BalanceAsync(EthereumClient node, EthereumAddress owner, BlockTag block)
    {
        var answer = await node.CallAsync(new CallRequest(Token, BalanceOf.Encode(owner)), block, Stopping);
        return BalanceOf.TryDecodeResult(answer.Span)!.Get<UInt256>(0);
    }
}
