using System.Diagnostics.Metrics;
using Anchor.Domain.Mosaic;
using Anchor.Grains.Ports;
using Microsoft.Extensions.Logging;

namespace Anchor.Grains.Mosaic;

/// <summary>An event for every step of a request, failed or not: a line in the log and a number in the meter <c>Anchor.Facilitator</c>.</summary>
public sealed class RequestJournal : IRequestSteps
{
    public const string MeterName = "Anchor.Facilitator";

    private readonly ILogger<RequestJournal> _logger;
    private readonly Counter<long> _steps;
    private readonly Counter<long> _orders;

    public RequestJournal(IMeterFactory meters, ILogger<RequestJournal> logger)
    {
        ArgumentNullException.ThrowIfNull(meters);
        _logger = logger;
        var meter = meters.Create(MeterName);
        _steps = meter.CreateCounter<long>(
            "anchor.facilitator.status.changes",
            "{change}",
            "Changes of requests' statuses"
        );
        _orders = meter.CreateCounter<long>(
            "anchor.facilitator.orders",
            "{order}",
            "Transactions handed to workers' accounts"
        );
    }

    public void Stored(MosaicRequest request, RequestStatus before)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (request.Status == before)
        {
            return;
        }

        var kind = request.Terms!.Kind;
        var status = request.Status.NameFor(kind);
        _steps.Add(1, new("kind", kind.WireName()), new("status", status));
        if (request.Status.IsFailure() || request.Status == RequestStatus.Unknown)
        {
            _logger.RequestFailed(request.Terms.RequestHash, status, request.Trouble ?? "");
        }
        else
        {
            _logger.RequestMoved(request.Terms.RequestHash, status);
        }
    }

    public void Sending(MosaicRequest request, StepOrder order)
    {
        ArgumentNullException.ThrowIfNull(order);
        _orders.Add(1, new KeyValuePair<string, object?>("step", order.Step.ToString()));
    }
}
