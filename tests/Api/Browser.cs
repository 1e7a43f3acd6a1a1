using System.Net;
using System.Text.RegularExpressions;

namespace Anchor.Api.Tests;

/// <summary>A user's browser without scripts: keeps cookies by path, follows redirects when told, sends forms.</summary>
internal sealed partial class Browser(ApiHost host)
{
    private readonly CookieContainer _cookies = new();

    public string Address { get; private set; } = "";

    public string Html { get; private set; } = "";

    /// <summary>The cookies for the present page, as a header.</summary>
    public string Cookie => _cookies.GetCookieHeader(new Uri(host.Http.BaseAddress!, Address));

    public HttpResponseMessage Last { get; private set; } = new();

    public async Task<HttpStatusCode> GetAsync(string address, bool follow = true)
    {
        Address = address.Replace(ApiHost.Base, "", StringComparison.Ordinal);
        return await SendAsync(new HttpRequestMessage(HttpMethod.Get, Address), follow);
    }

    /// <summary>Sends the page's form with its hidden fields and these.</summary>
    public async Task<HttpStatusCode> PostAsync(params (string Name, string Value)[] fields)
    {
        var all = Hidden().Concat(fields.Select(f => KeyValuePair.Create(f.Name, f.Value)));
        return await PostRawAsync(all);
    }

    public async Task<HttpStatusCode> PostRawAsync(IEnumerable<KeyValuePair<string, string>> fields) =>
        await SendAsync(
            new HttpRequestMessage(HttpMethod.Post, Address) { Content = new FormUrlEncodedContent(fields) },
            follow: true
        );

    public IEnumerable<KeyValuePair<string, string>> Hidden() =>
        HiddenInputs()
            .Matches(Html)
            .Select(m => KeyValuePair.Create(m.Groups["name"].Value, WebUtility.HtmlDecode(m.Groups["value"].Value)));

    private async Task<HttpStatusCode> SendAsync(HttpRequestMessage request, bool follow)
    {
        var uri = new Uri(host.Http.BaseAddress!, request.RequestUri!);
        if (_cookies.GetCookieHeader(uri) is { Length: > 0 } cookies)
        {
            request.Headers.Add("Cookie", cookies);
        }

        Last = await host.SendAsync(request);
        if (Last.Headers.TryGetValues("Set-Cookie", out var set))
        {
            foreach (var cookie in set)
            {
                _cookies.SetCookies(uri, cookie);
            }
        }

        Html = await Last.Content.ReadAsStringAsync();
        return follow && Last.Headers.Location is { } location
            ? await GetAsync(location.OriginalString)
            : Last.StatusCode;
    }

    [GeneratedRegex(
        "<input type=\"hidden\" name=\"(?<name>[^\"]*)\" value=\"(?<value>[^\"]*)\">",
        RegexOptions.None,
        1000
    )]
    private static partial Regex HiddenInputs();
}
