using System.Diagnostics.Metrics;
using Anchor.Hosting.Configuration;
using Anchor.Stellar.Horizon;
using Microsoft.Extensions.Diagnostics.Metrics;

namespace Anchor.Silo.Doctor;

/// <summary>What the outside is looked at with: the clock, HTTP of short patience, and Horizon.</summary>
internal sealed class Instruments : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly DateWatch _watch = new();

    public Instruments(AnchorSettings settings, TimeProvider time)
    {
        Time = time;
        Http = new HttpClient(_watch) { Timeout = Patience };
        Horizon = new HorizonClient(
            Http,
            new HorizonOptions
            {
                BaseUrl = settings.HorizonUrl,
                NetworkPassphrase = settings.Passphrase,
                RequestTimeout = Patience,
            },
            time,
            new HorizonMetrics(_services.GetRequiredService<IMeterFactory>())
        );
    }

    public TimeProvider Time { get; }

    public HttpClient Http { get; }

    public HorizonClient Horizon { get; }

    /// <summary>What the server that answered last took for the time.</summary>
    public DateTimeOffset? Date => _watch.Date;

    public void Dispose()
    {
        Http.Dispose();
        _services.Dispose();
    }

    private sealed class DateWatch() : DelegatingHandler(new SocketsHttpHandler { AllowAutoRedirect = false })
    {
        public DateTimeOffset? Date { get; private set; }

        protected override async Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request,
            CancellationToken cancellationToken
        )
        {
            var response = await base.SendAsync(request, cancellationToken);
            Date = response.Headers.Date;
            return response;
        }
    }
}
