using Anchor.Crypto;
using Anchor.Grains.Ports;
using Anchor.Hosting;
using Anchor.Hosting.Facilitator;

namespace Anchor.Silo.Facilitator;

/// <summary>A facilitator inside this process, on a free port.</summary>
internal sealed class LocalFacilitator : IAsyncDisposable
{
    private readonly WebApplication _app;

    private LocalFacilitator(WebApplication app) => _app = app;

    public Uri Url => new(_app.Urls.First());

    public IServiceProvider Services => _app.Services;

    public IRequestIndex Requests => _app.Services.GetRequiredService<IRequestIndex>();

    /// <summary>Starts it.</summary>
    /// <param name="file">Its configuration.</param>
    /// <param name="workers">The workers' keys, encrypted there under <see cref="SandboxFiles.Password"/>.</param>
    /// <param name="cancellationToken">Gives the start up.</param>
    /// <param name="configure">Changes its services.</param>
    public static async Task<LocalFacilitator> StartAsync(
        string file,
        IReadOnlyList<Secp256k1PrivateKey> workers,
        CancellationToken cancellationToken,
        Action<IServiceCollection>? configure = null
    )
    {
        var settings = FacilitatorConfiguration.Load(new FacilitatorFiles(file, null, null, []));
        var keys = WorkerUnlocking.Unlock(settings, SandboxFiles.Environment(workers), null);
        var builder = ServerProgram.CreateBuilder();
        builder.Logging.SetMinimumLevel(LogLevel.Error);
        builder.AddFacilitator(settings, keys);
        configure?.Invoke(builder.Services);
        var app = builder.Build();
        try
        {
            app.MapFacilitator();
            app.Urls.Add("http://127.0.0.1:0");
            await app.StartAsync(cancellationToken);
            return new LocalFacilitator(app);
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync(CancellationToken.None);
        await _app.DisposeAsync();
    }
}
