using System.Security.Cryptography;
using Anchor.Crypto;
using Anchor.Ethereum;
using Anchor.Ethereum.Abi;
using Anchor.Ethereum.JsonRpc;
using Anchor.Ethereum.Mosaic;
using Anchor.Hosting.Facilitator;

namespace Anchor.Silo.Facilitator;

/// <summary>How the two development chains are run.</summary>
/// <param name="BlockTime">Seconds between blocks; null makes a block for every transaction.</param>
/// <param name="Hardfork">The rules that blocks follow; null for the latest.</param>
/// <param name="Confirmations">How many blocks, its own included, the anchors wait for.</param>
/// <param name="HasUtilityToken">Whether value arrives as an ERC-20 token, and not as the auxiliary chain's coin.</param>
/// <param name="ForgetsStates">Whether only the newest states are kept, which makes room for very many blocks.</param>
internal sealed record SandboxChoice(
    double? BlockTime = null,
    string? Hardfork = null,
    int Confirmations = 1,
    bool HasUtilityToken = false,
    bool ForgetsStates = false
);

/// <summary>Two local chains with the real contracts, an organization that anchors, and people who stake and redeem.</summary>
internal sealed class MosaicSandbox : IAsyncDisposable
{
    public static readonly UInt256 Ether = 1_000_000_000_000_000_000;

    private readonly LocalSender _originOwner;
    private readonly LocalSender _auxiliaryOwner;
    private readonly DevAnchor _toAuxiliary;
    private readonly DevAnchor _toOrigin;

    private MosaicSandbox(AnvilNode origin, AnvilNode auxiliary, MosaicConfig mosaic, SandboxChoice choice)
    {
        (Origin, Auxiliary, HasUtilityToken) = (origin, auxiliary, choice.HasUtilityToken);
        var contracts = mosaic.Auxiliaries.Single();
        (Composer, Gateway, CoGateway, RedeemPool) = (
            contracts.Composer!.Value,
            contracts.Gateway!.Value,
            contracts.CoGateway!.Value,
            contracts.RedeemPool!.Value
        );
        OriginAnchor = contracts.OriginAnchor!.Value;
        _originOwner = Sender(Origin, DevelopmentChain.Key("owner"));
        _auxiliaryOwner = Sender(Auxiliary, DevelopmentChain.Key("owner"));
        _toAuxiliary = new DevAnchor(
            Origin.Client,
            choice.Confirmations,
            Auxiliary.Client,
            contracts.AuxiliaryAnchor!.Value,
            _auxiliaryOwner
        );
        _toOrigin = new DevAnchor(Auxiliary.Client, choice.Confirmations, Origin.Client, OriginAnchor, _originOwner);
    }

    public AnvilNode Origin { get; }

    public AnvilNode Auxiliary { get; }

    /// <summary>Whether value arrives as an ERC-20 token, and not as the auxiliary chain's coin.</summary>
    public bool HasUtilityToken { get; }

    public EthereumAddress Composer { get; }

    public EthereumAddress Gateway { get; }

    /// <summary>Holds the auxiliary chain's roots.</summary>
    public EthereumAddress OriginAnchor { get; }

    public EthereumAddress CoGateway { get; }

    public EthereumAddress RedeemPool { get; }

    public static async Task<MosaicSandbox> StartAsync(SandboxChoice choice, CancellationToken cancellationToken)
    {
        var file = Path.GetTempFileName();
        await File.WriteAllBytesAsync(file, DevelopmentChain.MosaicConfig, cancellationToken);
        var mosaic = MosaicConfig.Read(file, []);
        File.Delete(file);
        var origin = await AnvilNode.StartAsync(
            DevelopmentChain.Origin with
            {
                BlockTime = choice.BlockTime,
                Hardfork = choice.Hardfork,
                ForgetsStates = choice.ForgetsStates,
            },
            cancellationToken
        );
        try
        {
            var auxiliary = await AnvilNode.StartAsync(
                (choice.HasUtilityToken ? DevelopmentChain.Utility : DevelopmentChain.Auxiliary) with
                {
                    BlockTime = choice.BlockTime,
                    Hardfork = choice.Hardfork,
                    ForgetsStates = choice.ForgetsStates,
                },
                cancellationToken
            );
            return new MosaicSandbox(origin, auxiliary, mosaic, choice);
        }
        catch
        {
            await origin.DisposeAsync();
            throw;
        }
    }

    /// <summary>Somebody with coin on both chains.</summary>
    public async Task<SandboxPerson> NewPersonAsync(CancellationToken cancellationToken)
    {
        var secret = RandomNumberGenerator.GetBytes(Secp256k1.PrivateKeySize);
        var person = new SandboxPerson(
            this,
            Sender(Origin, Secp256k1PrivateKey.FromBytes(secret)),
            Sender(Auxiliary, Secp256k1PrivateKey.FromBytes(secret))
        );
        await _originOwner.SendAsync(person.Address, [], Ether * 10, cancellationToken);
        await _auxiliaryOwner.SendAsync(person.Address, [], Ether * 10, cancellationToken);
        return person;
    }

    /// <summary>Gives value tokens.</summary>
    public async Task GiveAsync(EthereumAddress to, UInt256 amount, CancellationToken cancellationToken) =>
        await _originOwner.SendAsync(
            await TokenAsync(cancellationToken),
            TokenContract.Transfer.Encode(to, amount),
            UInt256.Zero,
            cancellationToken
        );

    /// <summary>Lets another worker of the organization in, on both chains, with coin and tokens for bounties.</summary>
    public async Task AddWorkerAsync(EthereumAddress worker, CancellationToken cancellationToken)
    {
        foreach (
            var (node, gateway, owner) in new[]
            {
                (Origin, Gateway, _originOwner),
                (Auxiliary, CoGateway, _auxiliaryOwner),
            }
        )
        {
            var organization = await AskAsync<EthereumAddress>(
                node,
                gateway,
                GatewayContract.Organization,
                cancellationToken
            );
            await owner.SendAsync(
                organization,
                OrganizationContract.SetWorker.Encode(worker, (UInt256)1_000_000_000),
                UInt256.Zero,
                cancellationToken
            );
            await owner.SendAsync(worker, [], Ether * 100, cancellationToken);
        }

        await GiveAsync(worker, Ether, cancellationToken);
    }

    /// <summary>Anchors the newest state roots, both ways.</summary>
    public async Task AnchorAsync(CancellationToken cancellationToken)
    {
        await _toAuxiliary.BringAsync(cancellationToken);
        await _toOrigin.BringAsync(cancellationToken);
    }

    /// <summary>Anchors again and again until it is cancelled.</summary>
    public async Task KeepAnchoringAsync(TimeSpan interval, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                await AnchorAsync(cancellationToken);
                await Task.Delay(interval, TimeProvider.System, cancellationToken);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
                when (e
                        is NodeUnavailableException
                            or NodeRefusalException
                            or TimeoutException
                            or InvalidOperationException
                )
            {
                // A reorganisation took the ground away; the next round stands on the new one.
                await Task.Delay(interval, TimeProvider.System, CancellationToken.None);
            }
        }
    }

    public Task<EthereumAddress> TokenAsync(CancellationToken cancellationToken) =>
        AskAsync<EthereumAddress>(Origin, Gateway, GatewayContract.ValueToken, cancellationToken);

    public async Task<UInt256> TokensOfAsync(EthereumAddress account, CancellationToken cancellationToken) =>
        await AskAsync<UInt256>(
            Origin,
            await TokenAsync(cancellationToken),
            TokenContract.BalanceOf,
            cancellationToken,
            account
        );

    /// <summary>What the account has of what stakes are minted into.</summary>
    public async Task<UInt256> MintedOfAsync(EthereumAddress account, CancellationToken cancellationToken) =>
        HasUtilityToken
            ? await AskAsync<UInt256>(
                Auxiliary,
                await UtilityTokenAsync(cancellationToken),
                TokenContract.BalanceOf,
                cancellationToken,
                account
            )
            : await CoinOfAsync(account, cancellationToken);

    /// <summary>Who holds what is staked, and gives it out again to those who redeem.</summary>
    public Task<EthereumAddress> VaultAsync(CancellationToken cancellationToken) =>
        AskAsync<EthereumAddress>(Origin, Gateway, GatewayContract.StakeVault, cancellationToken);

    public Task<EthereumAddress> UtilityTokenAsync(CancellationToken cancellationToken) =>
        AskAsync<EthereumAddress>(Auxiliary, CoGateway, GatewayContract.UtilityToken, cancellationToken);

    public Task<UInt256> CoinOfAsync(EthereumAddress account, CancellationToken cancellationToken) =>
        Auxiliary.Client.GetBalanceAsync(account, BlockTag.Latest, cancellationToken);

    public static async Task<T> AskAsync<T>(
        AnvilNode node,
        EthereumAddress contract,
        AbiFunction function,
        CancellationToken cancellationToken,
        params object[] arguments
    )
    {
        var answer = await node.Client.CallAsync(
            new CallRequest(contract, function.Encode(arguments)),
            BlockTag.Latest,
            cancellationToken
        );
        return function.TryDecodeResult(answer.Span) is { } values
            ? values.Get<T>(0)
            : throw new InvalidOperationException($"{contract} does not answer {function.Name}.");
    }

    public async ValueTask DisposeAsync()
    {
        _originOwner.Dispose();
        _auxiliaryOwner.Dispose();
        await Origin.DisposeAsync();
        await Auxiliary.DisposeAsync();
    }

    private static LocalSender Sender(AnvilNode node, Secp256k1PrivateKey key) => new(node.Client, node.ChainId, key);
}
