using System.Buffers.Text;
using System.Text;

namespace Anchor.Api.Tokens;

/// <summary>
/// What a token is for. Each kind has a header of its own, which is part of what is signed: no token passes for another kind, and there is no algorithm to choose.
/// </summary>
internal sealed class TokenKind
{
    private TokenKind(string type) =>
        Header = Base64Url.EncodeToString(Encoding.ASCII.GetBytes($$"""{"alg":"HS256","typ":"{{type}}"}"""));

    /// <summary>The session of SEP-10.</summary>
    public static TokenKind WebAuth { get; } = new("JWT");

    /// <summary>Opens the interactive pages once.</summary>
    public static TokenKind Interactive { get; } = new("interactive+jwt");

    /// <summary>The cookie of opened interactive pages.</summary>
    public static TokenKind Session { get; } = new("session+jwt");

    /// <summary>The cookie of the operator's pages.</summary>
    public static TokenKind Console { get; } = new("console+jwt");

    /// <summary>The first segment of every token of this kind.</summary>
    public string Header { get; }
}
