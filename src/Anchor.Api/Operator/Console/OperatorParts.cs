namespace Anchor.Api.Operator.Console;

/// <summary>The pages of <see cref="IOperatorPart"/>s, behind the operator's sign-in.</summary>
internal sealed class OperatorParts(IEnumerable<IOperatorPart> parts, ConsoleAccess access)
{
    private const string Item = "item";

    public void Map(IEndpointRouteBuilder routes)
    {
        foreach (var part in parts)
        {
            routes.MapGet(part.Path, context => ShowAsync(context, part, null));
            routes.MapGet(
                $"{part.Path}/{{{Item}}}",
                context => ShowAsync(context, part, (string?)context.Request.RouteValues[Item])
            );
        }
    }

    private Task ShowAsync(HttpContext context, IOperatorPart part, string? item)
    {
        if (access.IsAllowed(context))
        {
            return part.WriteAsync(context, item);
        }

        context.Response.StatusCode = StatusCodes.Status303SeeOther;
        context.Response.Headers.Location = ConsoleEndpoints.SignInPath;
        context.Response.Headers.CacheControl = "no-store";
        return Task.CompletedTask;
    }
}
