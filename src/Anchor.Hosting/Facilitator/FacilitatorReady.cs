using Anchor.Api.Operator;

namespace Anchor.Hosting.Facilitator;

/// <summary>The facilitators' chains answer.</summary>
internal sealed class FacilitatorReady(Facilitators facilitators) : IReadinessCheck
{
    public string Name => "facilitator";

    public async Task<string?> CheckAsync(CancellationToken cancellationToken)
    {
        var look = await FacilitatorLook.TakeAsync(facilitators.Running, 0, cancellationToken);
        var silent = look.Chains.Where(chain => chain.Head is null).Select(chain => chain.Id).ToList();
        return silent.Count == 0 ? null : $"Chain {string.Join(" and ", silent)} does not answer.";
    }
}
