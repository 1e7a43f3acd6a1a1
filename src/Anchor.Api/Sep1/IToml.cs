namespace Anchor.Api.Sep1;

/// <summary>
/// Own content of stellar.toml, by function: <c>builder.AddAnchor().UseToml&lt;MyToml&gt;()</c>. A file <c>static/stellar.toml</c> does the same without code.
/// </summary>
/// <remarks>
/// What it gives is laid over what the server knows: keys of <c>[DOCUMENTATION]</c>, details of <c>[[CURRENCIES]]</c>, tables such as <c>[[PRINCIPALS]]</c>.
/// Endpoints, signing key and network are always the server's.
/// </remarks>
public interface IToml
{
    /// <summary>
    /// TOML text. Asked for once before the server starts, where a fault stops it, and then with each request; a fault then is logged, and the last good
    /// content stays.
    /// </summary>
    ValueTask<string> ContentAsync(CancellationToken cancellationToken);
}
