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
        where TRails : class, IRails
    {
        Services.RemoveAll<IRails>();
        Services.AddSingleton<IRails, TRails>();
        return this;
    }

    /// <summary>The business' own fees, in place of the assets' fixed and percent parts.</summary>
    public AnchorBuilder UseFees<TFees>()
        where TFees : class, IFees
    {
        Services.RemoveAll<IFees>();
        Services.AddSingleton<IFees, TFees>();
        return this;
    }
}
