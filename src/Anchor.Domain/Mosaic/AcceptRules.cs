namespace Anchor.Domain.Mosaic;

/// <summary>When a request is worth accepting, and what stands in the way.</summary>
public static class AcceptRules
{
    /// <summary>Why the terms are not worth the work; null if they are.</summary>
    public static string? Unworthy(RequestTerms terms, FacilitationPolicy policy)
    {
        ArgumentNullException.ThrowIfNull(terms);
        ArgumentNullException.ThrowIfNull(policy);
        var reward = terms.GasPrice.Value * terms.GasLimit.Value;
        if (terms.GasPrice < policy.ParGasPrice)
        {
            return $"Its gas price {terms.GasPrice} is under par ({policy.ParGasPrice}).";
        }

        if (terms.GasLimit < policy.ParGasLimit)
        {
            return $"Its gas limit {terms.GasLimit} is under par ({policy.ParGasLimit}).";
        }

        if (terms.Amount.Value <= reward)
        {
            return "Its amount does not exceed the highest possible reward; the gateway would refuse it.";
        }

        return reward < policy.MinimumReward.Value
            ? $"Its highest possible reward {reward} is under the minimum ({policy.MinimumReward})."
            : null;
    }

    internal static string? Obstacle(RequestTerms terms, AcceptSight? sight) =>
        sight switch
        {
            null => "The source chain did not say whether it can be accepted.",
            { IsActivated: false } => "The gateway is not activated.",
            { IsWorker: false } => "The organization does not know the worker.",
            { IsProxyFree: false } => "An earlier message of the same proxy is still open.",
            _ when sight.NextNonce != terms.Nonce =>
                $"Its nonce is {terms.Nonce}, the gateway takes {sight.NextNonce} next.",
            _ when sight.Funds < sight.Bounty => $"The worker has less than the bounty of {sight.Bounty}.",
            _ => null,
        };
}
