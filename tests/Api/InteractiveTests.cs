using System.Net;
using Anchor.Domain.Transactions;

namespace Anchor.Api.Tests;

public sealed class InteractiveTests
{
    [Fact]
    public async Task Withdrawal_goes_from_the_link_to_the_status_page()
    {
        await using var host = await ApiHost.StartAsync();
        var started = await host.StartTransactionAsync("withdraw");
        var id = started.Text("id")!;
        var browser = new Browser(host);

        Assert.Equal(HttpStatusCode.OK, await browser.GetAsync(started.Text("url")!));
        Assert.Equal($"/sep24/interactive/{id}", browser.Address);
        Assert.DoesNotContain("token=", browser.Html, StringComparison.Ordinal);
        Assert.Contains("Withdraw TEST", browser.Html, StringComparison.Ordinal);

        Assert.Equal(
            HttpStatusCode.OK,
            await browser.PostAsync(
                ("amount", " 100 "),
                ("bank_account_number", "DE001234567"),
                ("bank_account_type", "")
            )
        );
        Assert.Equal($"/sep24/transaction/more_info?id={id}&initial=1", browser.Address);
        var transaction = host.Transactions[id];
        Assert.Equal(TransactionStatus.PendingUserTransferStart, transaction.Status);
        Assert.Equal("98.5", transaction.Expected!.Out.ToString());
        Assert.Equal([new("bank_account_number", "DE001234567")], transaction.Fields);
        Assert.Equal(ApiHost.Start + TimeSpan.FromDays(7), transaction.UserActionRequiredBy);
        Assert.Contains(transaction.Memo!.Value, browser.Html, StringComparison.Ordinal);
        Assert.Contains("*******4567", browser.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("DE001234567", browser.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Link_opens_once_and_only_in_time()
    {
        await using var host = await ApiHost.StartAsync();
        var first = await host.StartTransactionAsync("deposit");
        var late = await host.StartTransactionAsync("deposit");
        var browser = new Browser(host);

        await browser.GetAsync(first.Text("url")!);
        var again = await new Browser(host).GetAsync(first.Text("url")!);
        var onlyAddress = await new Browser(host).GetAsync($"/sep24/interactive/{first.Text("id")}");
        var otherId = await browser.GetAsync(
            late.Text("url")!.Replace(late.Text("id")!, first.Text("id")!, StringComparison.Ordinal)
        );
        host.Time.Advance(TimeSpan.FromSeconds(31));
        var tooLate = await new Browser(host).GetAsync(late.Text("url")!);
        var stillOpen = await browser.GetAsync($"/sep24/interactive/{first.Text("id")}");
        host.Time.Advance(TimeSpan.FromHours(1));
        var sessionOver = await browser.GetAsync($"/sep24/interactive/{first.Text("id")}");

        Assert.Equal(HttpStatusCode.Forbidden, again);
        Assert.Equal(HttpStatusCode.Forbidden, onlyAddress);
        Assert.Equal(HttpStatusCode.Forbidden, otherId);
        Assert.Equal(HttpStatusCode.Forbidden, tooLate);
        Assert.Equal(HttpStatusCode.OK, stillOpen);
        Assert.Equal(HttpStatusCode.Forbidden, sessionOver);
    }

    [Fact]
    public async Task Session_token_of_sep10_does_not_open_pages_nor_the_other_way_round()
    {
        await using var host = await ApiHost.StartAsync();
        var started = await host.StartTransactionAsync("deposit");
        var interactive = started.Text("url")!.Split("token=")[1];

        var withSession = await new Browser(host).GetAsync(
            $"/sep24/interactive/{started.Text("id")}?token={host.Token()}"
        );
        await host.GetAsync("/sep24/transactions?asset_code=TEST", interactive).ErrorAsync(403);

        Assert.Equal(HttpStatusCode.Forbidden, withSession);
    }

    [Fact]
    public async Task Cookie_is_for_one_transaction_and_out_of_scripts_reach()
    {
        await using var local = await ApiHost.StartAsync();
        await using var secure = await ApiHost.StartAsync(o =>
        {
            o.HostUrl = new Uri("https://anchor.example");
            o.LocalMode = false;
        });

        var plain = await CookieAsync(local);
        var framed = await CookieAsync(secure);

        Assert.Contains("httponly", plain, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=lax", plain, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("path=/sep24/interactive/", plain, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("secure; samesite=none; httponly; Partitioned", framed, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Form_of_another_site_is_refused()
    {
        await using var host = await ApiHost.StartAsync();
        var browser = new Browser(host);
        await browser.GetAsync((await host.StartTransactionAsync("deposit")).Text("url")!);
        await using var other = await ApiHost.StartAsync();
        var stranger = new Browser(host);
        await stranger.GetAsync((await host.StartTransactionAsync("deposit")).Text("url")!);

        var without = await browser.PostRawAsync([KeyValuePair.Create("amount", "100")]);
        var withOthers = await browser.PostRawAsync([.. stranger.Hidden(), KeyValuePair.Create("amount", "100")]);

        Assert.Equal(HttpStatusCode.Forbidden, without);
        Assert.Equal(HttpStatusCode.Forbidden, withOthers);
        Assert.All(host.Transactions.All, t => Assert.Equal(TransactionStatus.Incomplete, t.Status));
    }

    [Fact]
    public async Task Cookie_of_one_transaction_does_not_open_another()
    {
        await using var host = await ApiHost.StartAsync();
        var browser = new Browser(host);
        await browser.GetAsync((await host.StartTransactionAsync("deposit")).Text("url")!);
        var other = await host.StartTransactionAsync("deposit");

        using var request = new HttpRequestMessage(HttpMethod.Get, $"/sep24/interactive/{other.Text("id")}");
        request.Headers.Add("Cookie", browser.Cookie);
        var response = await host.SendAsync(request);

        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
    }

    [Theory]
    [InlineData("", "Please fill in this field.")]
    [InlineData("abc", "Enter an amount such as 12.50.")]
    [InlineData("1e3", "Enter an amount such as 12.50.")]
    [InlineData("-1", "Enter an amount such as 12.50.")]
    [InlineData("1.005", "At most 2 decimals.")]
    [InlineData("0.5", "The amount must be between 1 and 10000.")]
    [InlineData("10001", "The amount must be between 1 and 10000.")]
    [InlineData("1", "The fee is not less than the amount.")]
    public async Task Wrong_amount_shows_the_form_again_with_the_reason(string amount, string reason)
    {
        await using var host = await ApiHost.StartAsync();
        var browser = new Browser(host);
        await browser.GetAsync((await host.StartTransactionAsync("deposit")).Text("url")!);

        var status = await browser.PostAsync(("amount", amount));

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Contains(reason, browser.Html, StringComparison.Ordinal);
        Assert.Contains("aria-invalid=\"true\"", browser.Html, StringComparison.Ordinal);
        Assert.Contains($"value=\"{amount}\"", browser.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fee_is_shown_without_scripts_and_to_the_pages_script()
    {
        await using var host = await ApiHost.StartAsync();
        var browser = new Browser(host);
        var started = await host.StartTransactionAsync("deposit");
        await browser.GetAsync(started.Text("url")!);

        await browser.PostAsync(("amount", "200"), ("_preview", "1"));
        Assert.Contains("<span data-fee>2</span>", browser.Html, StringComparison.Ordinal);
        Assert.Contains("<span data-out>198</span>", browser.Html, StringComparison.Ordinal);
        await browser.PostAsync(("amount", "x"), ("_preview", "1"));
        Assert.Contains("Enter an amount", browser.Html, StringComparison.Ordinal);
        Assert.Equal(TransactionStatus.Incomplete, host.Transactions[started.Text("id")!].Status);

        await browser.GetAsync($"/sep24/interactive/{started.Text("id")}/fee?amount=200");
        Assert.Equal("""{"in":"200","fee":"2","out":"198"}""", browser.Html);
        await host.GetAsync($"/sep24/interactive/{started.Text("id")}/fee?amount=200").ErrorAsync(403);
    }

    [Fact]
    public async Task What_the_wallet_said_is_filled_in_and_scripts_in_it_show_as_text()
    {
        await using var host = await ApiHost.StartAsync();
        const string Script = "\"><script>alert(1)</script>";
        var started = await host.StartTransactionAsync(
            "withdraw",
            new
            {
                asset_code = "TEST",
                amount = "50",
                bank_account_number = Script,
            }
        );
        var browser = new Browser(host);

        await browser.GetAsync(started.Text("url")!);
        Assert.Contains("value=\"50\"", browser.Html, StringComparison.Ordinal);
        Assert.Contains("&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;", browser.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("<script>", browser.Html, StringComparison.Ordinal);
        await browser.PostAsync(("amount", Script), ("bank_account_number", Script), ("bank_account_type", Script));
        Assert.DoesNotContain("<script>", browser.Html, StringComparison.Ordinal);
        var policy = browser.Last.Headers.GetValues("Content-Security-Policy").Single();
        Assert.Contains("default-src 'none'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("frame-ancestors", policy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Second_submission_leads_to_the_status_page_and_changes_nothing()
    {
        await using var host = await ApiHost.StartAsync();
        var started = await host.StartTransactionAsync("deposit");
        var one = new Browser(host);
        await one.GetAsync(started.Text("url")!);
        var cookie = one.Cookie;
        var form = one.Hidden().ToList();
        await one.PostAsync(("amount", "100"));

        // The same form from a second tab, which still has the cookie.
        var again = new HttpRequestMessage(HttpMethod.Post, $"/sep24/interactive/{started.Text("id")}")
        {
            Content = new FormUrlEncodedContent([.. form, KeyValuePair.Create("amount", "55")]),
        };
        again.Headers.Add("Cookie", cookie);
        var response = await host.SendAsync(again);

        Assert.Equal(HttpStatusCode.SeeOther, response.StatusCode);
        Assert.StartsWith(
            "/sep24/transaction/more_info",
            response.Headers.Location!.OriginalString,
            StringComparison.Ordinal
        );
        Assert.Equal("100", host.Transactions[started.Text("id")!].Expected!.In.ToString());
    }

    [Fact]
    public async Task Way_back_to_a_finished_form_leads_to_the_status_page()
    {
        await using var host = await ApiHost.StartAsync();
        var started = await host.StartTransactionAsync("deposit");
        var address = $"/sep24/interactive/{started.Text("id")}";
        var browser = new Browser(host);
        await browser.GetAsync(started.Text("url")!);
        await browser.PostAsync(("amount", "100"));

        Assert.Equal(HttpStatusCode.SeeOther, await browser.GetAsync(address, follow: false));
        Assert.Equal(HttpStatusCode.OK, await browser.GetAsync(address));
        Assert.StartsWith("/sep24/transaction/more_info", browser.Address, StringComparison.Ordinal);
    }

    private static async Task<string> CookieAsync(ApiHost host)
    {
        var started = await host.StartTransactionAsync("deposit");
        var browser = new Browser(host);
        await browser.GetAsync(new Uri(started.Text("url")!).PathAndQuery, follow: false);
        Assert.Equal(HttpStatusCode.SeeOther, browser.Last.StatusCode);
        return browser.Last.Headers.GetValues("Set-Cookie").Single();
    }
}
