using Anchor.Stellar;

namespace Anchor.Sandbox.Horizon;

/// <summary>Finds paths for path payments. The market exchanges anything it has a rate for at once, so every path is direct.</summary>
internal static class PathEndpoints
{
    public static Task StrictSendAsync(HorizonRequest request)
    {
        if (
            !request.TryQueryAsset("source_", out var source)
            || !Stroops.TryParse(request.Query("source_amount"), out var amount)
            || amount == 0
        )
        {
            return request.ProblemAsync(Problem.BadRequest("source_amount", "A source asset and amount are needed."));
        }

        var market = request.Network.Market;
        return AnswerAsync(
            request,
            Others(request, "destination_assets", "destination_account")
                .Select(to => new Found(
                    source,
                    amount,
                    to,
                    to == source ? amount : market.Proceeds(source, to, amount)
                ))
        );
    }

    public static Task StrictReceiveAsync(HorizonRequest request)
    {
        if (
            !request.TryQueryAsset("destination_", out var destination)
            || !Stroops.TryParse(request.Query("destination_amount"), out var amount)
            || amount == 0
        )
        {
            return request.ProblemAsync(
                Problem.BadRequest("destination_amount", "A destination asset and amount are needed.")
            );
        }

        var market = request.Network.Market;
        return AnswerAsync(
            request,
            Others(request, "source_assets", "source_account")
                .Select(from => new Found(
                    from,
                    from == destination ? amount : market.Cost(from, destination, amount),
                    destination,
                    amount
                ))
        );
    }

    private static Task AnswerAsync(HorizonRequest request, IEnumerable<Found> paths) =>
        request.OkAsync(hal =>
        {
            var json = hal.Json;
            json.WriteStartObject();
            json.WriteStartObject("_embedded");
            json.WriteStartArray("records");
            foreach (var path in paths)
            {
                if (path is not { Sent: { } sent, Received: { } received })
                {
                    continue;
                }

                json.WriteStartObject();
                hal.Asset(path.Source, "source_");
                hal.Amount("source_amount", sent);
                hal.Asset(path.Destination, "destination_");
                hal.Amount("destination_amount", received);
                json.WriteStartArray("path");
                json.WriteEndArray();
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
            json.WriteEndObject();
        });

    /// <summary>The assets at the other end: a list of them, or all that an account holds.</summary>
    private static IEnumerable<Asset> Others(HorizonRequest request, string assets, string account)
    {
        if (request.Query(assets) is { } list)
        {
            return list.Split(',').Select(text => Asset.TryParse(text, out var asset) ? asset : null).OfType<Asset>();
        }

        return
            AccountId.TryParse(request.Query(account), out var id)
            && request.Network.Visible.FindAccount(id) is { } entry
            ? [.. entry.TrustLines.Select(l => l.Asset), Asset.Native]
            : [];
    }

    private sealed record Found(Asset Source, long? Sent, Asset Destination, long? Received);
}
