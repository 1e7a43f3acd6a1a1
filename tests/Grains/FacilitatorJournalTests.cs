using System.Diagnostics.Metrics;
using Anchor.Domain.Mosaic;
using Anchor.Grains.Mosaic;
using Anchor.Grains.Tests.Fakes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Anchor.Grains.Tests;

/// <summary>Each step of a request is an event for whoever counts them.</summary>
public sealed class FacilitatorJournalTests
{
    [Fact]
    public void Every_change_of_a_status_and_every_order_is_counted_once()
    {
        using var services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        var meters = services.GetRequiredService<IMeterFactory>();
        var journal = new RequestJournal(meters, NullLogger<RequestJournal>.Instance);
        List<string> heard = [];
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, all) =>
            {
                if (instrument.Meter.Scope == meters)
                {
                    all.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<long>(
            (_, count, tags, _) =>
                heard.Add($"{count}: {string.Join(' ', tags.ToArray().Select(tag => $"{tag.Key}={tag.Value}"))}")
        );
        listener.Start();
        var terms = new FakeMosaic(TimeProvider.System).Ask("a", TransferKind.Redeem);
        var request = new MosaicRequest { Terms = terms, Status = RequestStatus.IntentConfirmed };

        journal.Stored(request, RequestStatus.AccountProven);
        journal.Stored(request, RequestStatus.IntentConfirmed);
        journal.Stored(request with { Status = RequestStatus.TargetProgressFailed }, RequestStatus.IntentConfirmed);
        journal.Sending(request, new StepOrder("a", RequestStep.ProgressTarget, "0xworker", null, default));

        Assert.Equal(
            [
                "1: kind=redeem status=REDEEM_INTENT_CONFIRMED",
                "1: kind=redeem status=PROGRESS_UNSTAKE_FAILED",
                "1: step=ProgressTarget",
            ],
            heard
        );
    }
}
