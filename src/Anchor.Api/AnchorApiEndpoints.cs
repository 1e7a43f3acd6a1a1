using Anchor.Api.Http;
using Anchor.Api.Interactive;
using Anchor.Api.Look;
using Anchor.Api.Operator;
using Anchor.Api.Operator.Console;
using Anchor.Api.Operator.Sync;
using Anchor.Api.Pages;
using Anchor.Api.Sep1;
using Anchor.Api.Sep10;
using Anchor.Api.Sep24;
using Anchor.Api.Wallets;
using Anchor.Grains.Sync;
using Microsoft.Extensions.Options;

namespace Anchor.Api;

/// <summary>Puts the endpoints on a host.</summary>
public static class AnchorApiEndpoints
{
    /// <summary>Maps everything that clients and operators reach over HTTP. Call it last: its outermost layer answers what nothing else does.</summary>
    public static WebApplication MapAnchorApi(this WebApplication app)
    {
        app.UseMiddleware<EdgeMiddleware>();
        // Named here, so that the edge stands around routing and sees its 404 and 405.
        app.UseRouting();
        app.UseMiddleware<OperatorGate>();
        var active = app.Services.GetRequiredService<IOptions<AnchorApiOptions>>().Value.ActiveSeps;
        if (active.Contains(1))
        {
            app.Services.GetRequiredService<Sep1Endpoints>().Map(app);
        }

        if (active.Contains(10))
        {
            app.Services.GetRequiredService<Sep10Endpoints>().Map(app);
        }

        if (active.Contains(24))
        {
            app.Services.GetRequiredService<Sep24Endpoints>().Map(app);
            app.Services.GetRequiredService<InteractiveEndpoints>().Map(app);
            app.Services.GetRequiredService<MoreInfoEndpoints>().Map(app);
        }

        app.Services.GetRequiredService<HealthEndpoints>().Map(app);
        app.Services.GetRequiredService<MetricsEndpoint>().Map(app);
        app.Services.GetRequiredService<InfoEndpoint>().Map(app);
        app.Services.GetRequiredService<LandingPage>().Map(app);
        app.Services.GetRequiredService<ConsoleEndpoints>().Map(app);
        app.Services.GetRequiredService<SyncPage>().Map(app);
        app.Services.GetRequiredService<OperatorParts>().Map(app);
        if (app.Services.GetService<ISyncFollowers>() is { Networks.IsEmpty: false })
        {
            app.Services.GetRequiredService<WalletEndpoints>().Map(app);
        }

        PageAssets.Map(app);
        app.Services.GetRequiredService<OwnLook>().Files.Map(app);
        app.MapOperator();
        return app;
    }

    /// <summary>Maps what commands need and nothing for wallets: for a process that holds the installation only while a command works.</summary>
    public static WebApplication MapOperatorApi(this WebApplication app)
    {
        app.UseMiddleware<EdgeMiddleware>();
        app.UseRouting();
        app.UseMiddleware<OperatorGate>();
        app.MapOperator();
        return app;
    }
}
