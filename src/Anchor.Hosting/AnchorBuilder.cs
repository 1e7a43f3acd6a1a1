using Anchor.Api.Interactive;
using Anchor.Api.Look;
using Anchor.Api.Sep1;
using Anchor.Grains.Ports;
using Anchor.Hosting.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Anchor.Hosting;

/// <summary>Plugs a business into the anchor.</summary>
public sealed class AnchorBuilder
{
    internal AnchorBuilder(IServiceCollection services, AnchorSettings settings) =>
        (Services, Settings) = (services, settings);

    public IServiceCollection Services { get; }

    public AnchorSettings Settings { get; }

    /// <summary>The business' payment system: where deposits come in and withdrawals go out.</summary>
    public AnchorBuilder UseRails<TRails>()
        where TRails : class, IRails => Replace<IRails, TRails>();

    /// <summary>The questions that depositing users are asked, such as SEP-9's; their answers reach the rails in <c>Fields</c>.</summary>
    public AnchorBuilder UseDepositFlow<TFlow>()
        where TFlow : class, IDepositFlow => Replace<IDepositFlow, TFlow>();

    /// <summary>The questions that withdrawing users are asked.</summary>
    public AnchorBuilder UseWithdrawalFlow<TFlow>()
        where TFlow : class, IWithdrawalFlow => Replace<IWithdrawalFlow, TFlow>();

    /// <summary>Own content of stellar.toml.</summary>
    public AnchorBuilder UseToml<TToml>()
        where TToml : class, IToml => Replace<IToml, TToml>();

    /// <summary>Own values for the templates of the pages; several sources may be there.</summary>
    public AnchorBuilder UsePageValues<TValues>()
        where TValues : class, IPageValues
    {
        Services.AddSingleton<IPageValues, TValues>();
        return this;
    }

    /// <summary>The business' own fees, in place of the assets' fixed and percent parts.</summary>
    public AnchorBuilder UseFees<TFees>()
        where TFees : class, IFees => Replace<IFees, TFees>();

    private AnchorBuilder Replace<TService, TImplementation>()
        where TService : class
        where TImplementation : class, TService
    {
        Services.RemoveAll<TService>();
        Services.AddSingleton<TService, TImplementation>();
        return this;
    }
}
