using Anchor.Api.Http;
using Anchor.Api.Look;
using Anchor.Api.Pages;

namespace Anchor.Api.Operator.Console;

/// <summary><c>/console</c>: the operator's pages, behind a sign-in with the operator's token wherever they may not be seen without.</summary>
internal sealed class ConsoleEndpoints(ConsoleAccess access, RuntimePage runtime, Layout layout)
{
    public const string Path = "/console";
    public const string SignInPath = $"{Path}/sign-in";
    private const string TokenField = "token";
    private const int MaxFormBytes = 4096;

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(Path, GetAsync);
        routes.MapGet(SignInPath, context => WriteSignInAsync(context, isWrong: false));
        routes.MapPost(SignInPath, SignInAsync);
    }

    private Task GetAsync(HttpContext context)
    {
        if (access.IsAllowed(context))
        {
            return runtime.WriteAsync(context);
        }

        Go(context, SignInPath);
        return Task.CompletedTask;
    }

    private async Task SignInAsync(HttpContext context)
    {
        var (fields, error) = await RequestBody.ReadAsync(context, MaxFormBytes);
        if (error is not null)
        {
            await Reply.ErrorAsync(context, error);
        }
        else if (access.TrySignIn(context, fields![TokenField]))
        {
            Go(context, Path);
        }
        else
        {
            await WriteSignInAsync(context, isWrong: true);
        }
    }

    private Task WriteSignInAsync(HttpContext context, bool isWrong) =>
        new Page(
            Languages.Default,
            "Operator",
            layout.Plain(Languages.Default),
            Html.Of(
                $"""
                <main id="main">
                <h1>For operators</h1>
                <p class="soft">The token is <code>OPERATOR_TOKEN</code>, or the one in <code>operator.json</code> of the data folder.</p>
                <form method="post" action="{SignInPath}">
                <div class="field">
                <label for="token">Operator's token</label>
                <input id="token" name="{TokenField}" type="password" required autocomplete="current-password" autofocus{Html.When(
                    isWrong,
                    $" aria-invalid=\"true\" aria-describedby=\"token-error\""
                )}>
                {Html.When(
                    isWrong,
                    $"<span class=\"error\" id=\"token-error\">That is not this server's token.</span>"
                )}
                </div>
                <button type="submit">Sign in</button>
                </form>
                </main>
                """
            )
        ).WriteAsync(context, isWrong ? StatusCodes.Status401Unauthorized : StatusCodes.Status200OK);

    private static void Go(HttpContext context, string path)
    {
        context.Response.StatusCode = StatusCodes.Status303SeeOther;
        context.Response.Headers.Location = path;
        context.Response.Headers.CacheControl = "no-store";
    }
}
