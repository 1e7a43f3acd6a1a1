using Anchor.Ethereum;
using Anchor.Ethereum.Mosaic;

namespace Anchor.Silo.Facilitator;

/// <summary>What somebody asks of the gateways.</summary>
internal sealed record SandboxRequest(
    Bytes32 Hash,
    UInt256 Amount,
    EthereumAddress Beneficiary,
    UInt256 GasPrice,
    UInt256 GasLimit,
    UInt256 Nonce
);

/// <summary>Somebody who stakes and redeems on the development chains.</summary>
internal sealed class SandboxPerson(MosaicSandbox sandbox, LocalSender origin, LocalSender auxiliary) : IDisposable
{
    public EthereumAddress Address => origin.Address;

    /// <summary>Gets the tokens and asks to stake them for base coin on the auxiliary chain.</summary>
    public async Task<SandboxRequest> StakeAsync(
        UInt256 amount,
        EthereumAddress beneficiary,
        CancellationToken cancellationToken,
        UInt256? gasPrice = null
    )
    {
        await sandbox.GiveAsync(Address, amount, cancellationToken);
        var token = await sandbox.TokenAsync(cancellationToken);
        await origin.SendAsync(
            token,
            TokenContract.Approve.Encode(sandbox.Composer, amount),
            UInt256.Zero,
            cancellationToken
        );
        return await AskAsync(
            PoolContract.Composer,
            sandbox.Origin,
            origin,
            sandbox.Composer,
            sandbox.Gateway,
            new SandboxRequest(default, amount, beneficiary, gasPrice ?? 1, 700_000, UInt256.Zero),
            cancellationToken
        );
    }

    /// <summary>Asks to redeem what was minted for value tokens on the origin chain; base coin is wrapped first.</summary>
    public async Task<SandboxRequest> RedeemAsync(
        UInt256 amount,
        EthereumAddress beneficiary,
        CancellationToken cancellationToken
    )
    {
        var token = await sandbox.UtilityTokenAsync(cancellationToken);
        if (!sandbox.HasUtilityToken)
        {
            await auxiliary.SendAsync(token, TokenContract.Wrap.Encode(), amount, cancellationToken);
        }

        await auxiliary.SendAsync(
            token,
            TokenContract.Approve.Encode(sandbox.RedeemPool, amount),
            UInt256.Zero,
            cancellationToken
        );
        return await AskAsync(
            PoolContract.RedeemPool,
            sandbox.Auxiliary,
            auxiliary,
            sandbox.RedeemPool,
            sandbox.CoGateway,
            new SandboxRequest(default, amount, beneficiary, 1, 700_000, UInt256.Zero),
            cancellationToken
        );
    }

    /// <summary>Takes an open stake request back.</summary>
    public Task RevokeStakeAsync(SandboxRequest request, CancellationToken cancellationToken) =>
        origin.SendAsync(
            sandbox.Composer,
            PoolContract.Composer.Revoke.Encode(
                request.Amount,
                request.Beneficiary,
                request.GasPrice,
                request.GasLimit,
                request.Nonce,
                sandbox.Gateway
            ),
            UInt256.Zero,
            cancellationToken
        );

    public void Dispose()
    {
        origin.Dispose();
        auxiliary.Dispose();
    }

    private async Task<SandboxRequest> AskAsync(
        PoolContract contract,
        AnvilNode node,
        LocalSender sender,
        EthereumAddress pool,
        EthereumAddress gateway,
        SandboxRequest request,
        CancellationToken cancellationToken
    )
    {
        var proxy = await MosaicSandbox.AskAsync<EthereumAddress>(
            node,
            pool,
            contract.Proxies,
            cancellationToken,
            Address
        );
        // Who never asked has no proxy yet; for the zero address the gateway says the nonce that everybody begins with.
        var nonce = await MosaicSandbox.AskAsync<UInt256>(
            node,
            gateway,
            GatewayContract.Nonce,
            cancellationToken,
            proxy
        );
        request = request with { Nonce = nonce };
        var receipt = await sender.SendAsync(
            pool,
            contract.Request.Encode(
                request.Amount,
                request.Beneficiary,
                request.GasPrice,
                request.GasLimit,
                request.Nonce,
                gateway
            ),
            UInt256.Zero,
            cancellationToken
        );
        var requested = receipt.Logs.Select(contract.Requested.TryDecode).First(values => values is not null)!;
        return request with { Hash = requested.Get<Bytes32>("requestHash") };
    }
}
