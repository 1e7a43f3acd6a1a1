using System.Net;

namespace Anchor.Silo.Wallet;

/// <summary>Goes through an anchor's interactive pages as a browser does: cookies, redirects, forms.</summary>
internal sealed class HostedPages(HttpClient http)
{
    private const int LongestWay = 12;

    // Plain HTTP/1.1 without a cookie jar or redirects of its own, so that one client serves any number of users.
    public static HttpClient NewBrowser() =>
        new(
            new SocketsHttpHandler
            {
                UseCookies = false,
                AllowAutoRedirect = false,
                PooledConnectionLifetime = TimeSpan.FromMinutes(1),
            }
        )
        {
            Timeout = TimeSpan.FromSeconds(15),
        };

    /// <summary>Opens the pages and answers every form until there is none; gives the last page.</summary>
    public async Task<string> CompleteAsync(
        Uri start,
        IReadOnlyDictionary<string, string> answers,
        CancellationToken cancellationToken
    )
    {
        var cookies = new CookieContainer();
        var (page, address) = await VisitAsync(HttpMethod.Get, start, null, cookies, cancellationToken);
        for (var step = 0; step < LongestWay; step++)
        {
            if (HostedForm.Find(page, address) is not { } form)
            {
                return page;
            }

            var filled = form.Fill(answers).ToList();
            (page, address) = await VisitAsync(HttpMethod.Post, form.Action, filled, cookies, cancellationToken);
        }

        throw new WalletException($"The pages of {start.GetLeftPart(UriPartial.Path)} do not come to an end.");
    }

    private async Task<(string Page, Uri Address)> VisitAsync(
        HttpMethod method,
        Uri address,
        List<KeyValuePair<string, string>>? form,
        CookieContainer cookies,
        CancellationToken cancellationToken
    )
    {
        for (var hop = 0; hop < LongestWay; hop++)
        {
            using var request = new HttpRequestMessage(method, address);
            if (cookies.GetCookieHeader(address) is { Length: > 0 } cookie)
            {
                request.Headers.Add("Cookie", cookie);
            }

            if (form is not null)
            {
                request.Content = new FormUrlEncodedContent(form);
                request.Headers.Add("Origin", address.GetLeftPart(UriPartial.Authority));
            }

            using var response = await http.SendAsync(request, cancellationToken);
            foreach (var set in response.Headers.TryGetValues("Set-Cookie", out var values) ? values : [])
            {
                cookies.SetCookies(address, set);
            }

            var page = await response.Content.ReadAsStringAsync(cancellationToken);
            if ((int)response.StatusCode is < 300 or >= 400)
            {
                return response.IsSuccessStatusCode
                    ? (page, address)
                    : throw new WalletException($"{method} {address.AbsolutePath} answered {(int)response.StatusCode}.")
                    {
                        Status = response.StatusCode,
                    };
            }

            address = new Uri(address, response.Headers.Location ?? new Uri("/", UriKind.Relative));
            (method, form) = (HttpMethod.Get, null);
        }

        throw new WalletException($"{address.AbsolutePath} redirects without end.");
    }
}
