using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Anchor.Domain.Transactions;
using Anchor.Grains.Ports;
using Anchor.Grains.Rails;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Anchor.Api.Operator;

/// <summary><c>/operator/polls</c>: rounds of the pollers, asked for from outside; a page at a time, so that no request lasts long.</summary>
internal static class PollEndpoints
{
    private const int MostIds = 1000;

    public static RouteGroupBuilder MapOperatorPolls(this RouteGroupBuilder operators)
    {
        operators.MapPost("/polls/{name}", PollAsync);
        operators.MapPost("/transactions/statuses", GetStatusesAsync);
        return operators;
    }

    private static async Task<Results<JsonHttpResult<PollPage>, JsonHttpResult<OperatorError>>> PollAsync(
        string name,
        string? after,
        IGrainFactory grains,
        CancellationToken cancellationToken
    ) =>
        RailsPolls.IsKnown(name)
            ? TypedResults.Json(
                await grains.GetGrain<IRailsPageGrain>(name).PollAsync(after, cancellationToken),
                PollJson.Default.PollPage
            )
            : OperatorResults.NotFound($"there is no poll named {name}");

    private static async Task<
        Results<JsonHttpResult<TransactionStatuses>, JsonHttpResult<OperatorError>>
    > GetStatusesAsync(HttpRequest request, ITransactionQueries queries, CancellationToken cancellationToken)
    {
        var asked = await request.ReadFromJsonAsync(PollJson.Default.TransactionIds, cancellationToken);
        if (asked is null || asked.Ids.IsDefault || asked.Ids.Length > MostIds)
        {
            return OperatorResults.BadRequest($"ids: a list of at most {MostIds}");
        }

        var statuses = ImmutableDictionary.CreateBuilder<string, TransactionStatus>();
        foreach (var id in asked.Ids)
        {
            if (await queries.FindAsync(id, cancellationToken) is { } found)
            {
                statuses[id] = found.Status;
            }
        }

        return TypedResults.Json(new TransactionStatuses(statuses.ToImmutable()), PollJson.Default.TransactionStatuses);
    }
}

/// <summary>Transactions to be told about.</summary>
public sealed record TransactionIds(ImmutableArray<string> Ids);

/// <summary>Where transactions stand; unknown ones are left out.</summary>
public sealed record TransactionStatuses(ImmutableDictionary<string, TransactionStatus> Statuses);

/// <summary>What polls and the commands that ask for them say to each other.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(PollPage))]
[JsonSerializable(typeof(TransactionIds))]
[JsonSerializable(typeof(TransactionStatuses))]
public sealed partial class PollJson : JsonSerializerContext;
