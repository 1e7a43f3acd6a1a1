using System.Text.Json;
using Anchor.Sandbox.Faults;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Anchor.Sandbox.Horizon;

/// <summary>What only a sandbox has: faults at will, ledgers on demand, a new beginning.</summary>
internal static class ControlEndpoints
{
    public static void MapControl(this IEndpointRouteBuilder routes, SandboxNetwork network)
    {
        routes.MapGet("/_sandbox/faults", context => WriteFaultsAsync(context, network));
        routes.MapPut("/_sandbox/faults", context => ReplaceFaultsAsync(context, network));
        routes.MapPost("/_sandbox/close", context => WriteLedgerAsync(context, network, network.CloseLedger()));
        routes.MapPost(
            "/_sandbox/reset",
            context =>
            {
                network.Reset();
                return WriteLedgerAsync(context, network, network.LatestLedger);
            }
        );
    }

    private static Task WriteFaultsAsync(HttpContext context, SandboxNetwork network)
    {
        HorizonPipeline.WriteHeaders(context, network);
        return context.Response.WriteAsJsonAsync(
            SandboxFaultDocument.Of(network.Faults),
            FaultJson.Default.SandboxFaultDocument
        );
    }

    private static async Task ReplaceFaultsAsync(HttpContext context, SandboxNetwork network)
    {
        try
        {
            var document = await JsonSerializer.DeserializeAsync(
                context.Request.Body,
                FaultJson.Default.SandboxFaultDocument,
                context.RequestAborted
            );
            document?.ApplyTo(network.Faults);
            await WriteFaultsAsync(context, network);
        }
        catch (JsonException exception)
        {
            await new HorizonRequest(context, network).ProblemAsync(Problem.BadRequest("body", exception.Message));
        }
    }

    private static Task WriteLedgerAsync(HttpContext context, SandboxNetwork network, uint sequence)
    {
        HorizonPipeline.WriteHeaders(context, network);
        return new HorizonRequest(context, network).JsonAsync(
            StatusCodes.Status200OK,
            json =>
            {
                json.WriteStartObject();
                json.WriteNumber("ledger", sequence);
                json.WriteEndObject();
            }
        );
    }
}
