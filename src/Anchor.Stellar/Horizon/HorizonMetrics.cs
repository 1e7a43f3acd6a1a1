using System.Diagnostics.Metrics;

namespace Anchor.Stellar.Horizon;

/// <summary>The meter <c>Anchor.Horizon</c>: requests by outcome, stream reconnects by reason, records set aside.</summary>
public sealed class HorizonMetrics
{
    public const string MeterName = "Anchor.Horizon";

    private readonly Counter<long> _requests;
    private readonly Counter<long> _reconnects;
    private readonly Counter<long> _poisoned;

    public HorizonMetrics(IMeterFactory meters)
    {
        ArgumentNullException.ThrowIfNull(meters);
        var meter = meters.Create(MeterName);
        _requests = meter.CreateCounter<long>("anchor.horizon.requests", "{request}");
        _reconnects = meter.CreateCounter<long>("anchor.horizon.stream.reconnects", "{reconnect}");
        _poisoned = meter.CreateCounter<long>("anchor.horizon.stream.poisoned", "{record}");
    }

    internal void Answered(int status) =>
        Requested(status is >= 200 and < 300 ? "ok" : HorizonFaults.Of(status).ToString());

    internal void Failed(HorizonFailure failure) => Requested(failure.ToString());

    internal void Reconnected(string reason) => _reconnects.Add(1, new KeyValuePair<string, object?>("reason", reason));

    internal void SetAside(int records) => _poisoned.Add(records);

    private void Requested(string outcome) => _requests.Add(1, new KeyValuePair<string, object?>("outcome", outcome));
}
