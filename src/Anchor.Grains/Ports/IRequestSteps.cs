using Anchor.Domain.Mosaic;

namespace Anchor.Grains.Ports;

/// <summary>Sees every stored step of requests: for events, metrics and drills.</summary>
public interface IRequestSteps
{
    /// <summary>A change was made durable.</summary>
    void Stored(MosaicRequest request, RequestStatus before);

    /// <summary>An order is about to be handed to its worker's account.</summary>
    void Sending(MosaicRequest request, StepOrder order);
}
