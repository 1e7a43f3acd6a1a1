using System.Collections.Immutable;
using System.Net;
using System.Reflection;
using Anchor.Api.Interactive;
using Anchor.Api.Pages;
using Anchor.Domain.Money;
using Anchor.Domain.Transactions;

namespace Anchor.Api.Tests;

public sealed class PageTests
{
    [Theory]
    [InlineData("es", "Depositar TEST", "es")]
    [InlineData("pt-BR", "Depositar TEST", "pt")]
    [InlineData("DE", "TEST einzahlen", "de")]
    [InlineData("fr-CA", "Déposer TEST", "fr")]
    [InlineData("id", "Setor TEST", "id")]
    [InlineData("tlh", "Deposit TEST", "en")]
    [InlineData("<script>", "Deposit TEST", "en")]
    public async Task Pages_speak_the_wallets_language_or_english(string lang, string title, string tag)
    {
        await using var host = await ApiHost.StartAsync();
        var browser = new Browser(host);

        await browser.GetAsync(
            (await host.StartTransactionAsync("deposit", new { asset_code = "TEST", lang })).Text("url")!
        );
        Assert.Contains($"<h1>{title}</h1>", browser.Html, StringComparison.Ordinal);
        Assert.Contains($"<html lang=\"{tag}\">", browser.Html, StringComparison.Ordinal);
        await browser.PostAsync(("amount", "100"));

        Assert.Contains($"<html lang=\"{tag}\">", browser.Html, StringComparison.Ordinal);
        Assert.Contains(PageTexts.For(tag).NextDeposit, WebUtility.HtmlDecode(browser.Html), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_text_is_translated_and_has_the_same_placeholders()
    {
        var english = PageTexts.For("en");
        var texts = typeof(PageTexts).GetProperties(BindingFlags.Public | BindingFlags.Instance);

        foreach (var translation in PageTexts.Every.Where(t => t != english))
        {
            // Words that are the same in both languages.
            string[] same = ["Status", "Memo", "Transaction"];
            foreach (var property in texts.Where(p => p.PropertyType == typeof(string)))
            {
                var (original, translated) = (
                    (string)property.GetValue(english)!,
                    (string)property.GetValue(translation)!
                );
                Assert.False(string.IsNullOrWhiteSpace(translated), $"{translation.Language}.{property.Name}");
                for (var i = 0; i < 3; i++)
                {
                    Assert.Equal(
                        original.Contains($"{{{i}}}", StringComparison.Ordinal),
                        translated.Contains($"{{{i}}}", StringComparison.Ordinal)
                    );
                }

                Assert.True(
                    translated != original || same.Any(word => original.Contains(word, StringComparison.Ordinal)),
                    $"{translation.Language}.{property.Name} is not translated"
                );
            }
        }

        Assert.Equal(6, PageTexts.Every.Count());
    }

    [Fact]
    public async Task Status_page_shows_every_status_and_refreshes_until_the_end()
    {
        await using var host = await ApiHost.StartAsync();
        FeeQuote.TryCreate(Amount.Parse("100", null), Amount.Parse("1", null), out var quote);
        foreach (var status in Enum.GetValues<TransactionStatus>().Where(s => s != TransactionStatus.None))
        {
            host.Transactions.Put(
                new AnchorTransaction
                {
                    Id = "t",
                    Status = status,
                    Asset = ApiHost.Test,
                    Account = "G",
                    Amounts = quote,
                    Message = "<b>bold</b>",
                    StartedAt = ApiHost.Start,
                }
            );
            var browser = new Browser(host);

            Assert.Equal(HttpStatusCode.OK, await browser.GetAsync("/sep24/transaction/more_info?id=t"));
            Assert.Contains(PageTexts.For("en").NameOf(status), browser.Html, StringComparison.Ordinal);
            Assert.Contains("&lt;b&gt;bold&lt;/b&gt;", browser.Html, StringComparison.Ordinal);
            Assert.Equal(
                !status.IsTerminal(),
                browser.Html.Contains("http-equiv=\"refresh\"", StringComparison.Ordinal)
            );
            Assert.Equal("text/html", browser.Last.Content.Headers.ContentType?.MediaType);
        }
    }

    [Fact]
    public async Task Status_record_is_the_seps_and_unknown_ids_are_404()
    {
        await using var host = await ApiHost.StartAsync();
        var id = (await host.StartTransactionAsync("deposit")).Text("id");

        var record = await host.GetAsync($"/sep24/transaction/more_info/status?id={id}").JsonAsync(200);

        Assert.Equal("incomplete", record.GetProperty("transaction").Text("status"));
        await host.GetAsync("/sep24/transaction/more_info/status?id=x").ErrorAsync(404);
        Assert.Equal(HttpStatusCode.NotFound, await new Browser(host).GetAsync("/sep24/transaction/more_info?id=<x>"));
        Assert.Equal(HttpStatusCode.NotFound, await new Browser(host).GetAsync("/sep24/transaction/more_info"));
    }

    [Theory]
    [InlineData("postMessage", "callback=postMessage", "connect-src 'self';")]
    [InlineData(
        "https://wallet.example/done?a=1&b=2",
        "callback=https%3A%2F%2Fwallet.example%2Fdone%3Fa%3D1%26b%3D2",
        "connect-src 'self' https://wallet.example;"
    )]
    [InlineData("javascript:alert(1)", null, "connect-src 'self';")]
    [InlineData("https://user@wallet.example/", null, "connect-src 'self';")]
    [InlineData("https://wallet.example;script-src/", null, "connect-src 'self';")]
    [InlineData("https://denied.example/", null, "connect-src 'self';")]
    [InlineData("https://www.Denied.example/", null, "connect-src 'self';")]
    [InlineData(
        "https://notdenied.example/",
        "callback=https%3A%2F%2Fnotdenied.example%2F",
        "connect-src 'self' https://notdenied.example;"
    )]
    public async Task Callback_is_handed_on_to_the_status_page_if_it_is_allowed(
        string callback,
        string? query,
        string policy
    )
    {
        await using var host = await ApiHost.StartAsync(o => o.CallbackDenyList.Add("denied.example"));
        var browser = new Browser(host);
        var url = (await host.StartTransactionAsync("deposit")).Text("url")!;

        await browser.GetAsync($"{url}&callback={Uri.EscapeDataString(callback)}");
        Assert.Equal(query is not null, browser.Address.Contains("callback", StringComparison.Ordinal));
        await browser.PostAsync(("amount", "100"));

        Assert.EndsWith(
            query is null ? "&initial=1" : $"&initial=1&{query}",
            browser.Address,
            StringComparison.Ordinal
        );
        Assert.Contains(
            policy,
            browser.Last.Headers.GetValues("Content-Security-Policy").Single(),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Own_forms_follow_each_other_and_their_answers_are_stored()
    {
        await using var host = await ApiHost.StartAsync(replace: s => s.AddSingleton<IDepositFlow, TwoForms>());
        var started = await host.StartTransactionAsync("deposit");
        var browser = new Browser(host);

        await browser.GetAsync(started.Text("url")!);
        await browser.PostAsync(("email_address", "nobody"), ("plan", "gold"));
        Assert.Equal(HttpStatusCode.BadRequest, browser.Last.StatusCode);
        await browser.PostAsync(("email_address", "a@blocked.example"), ("plan", "gold"));
        Assert.Contains("Use another address.", browser.Html, StringComparison.Ordinal);
        await browser.PostAsync(("email_address", "a@example.org"), ("plan", "gold"));
        Assert.Contains("name=\"amount\"", browser.Html, StringComparison.Ordinal);
        Assert.Contains(KeyValuePair.Create("email_address", "a@example.org"), browser.Hidden());
        await browser.PostAsync(("amount", "100"));

        Assert.Equal(
            [new("email_address", "a@example.org"), new("plan", "gold")],
            host.Transactions[started.Text("id")!].Fields
        );
        Assert.Contains("IBAN of the bank", browser.Html, StringComparison.Ordinal);
    }

    private sealed class TwoForms : IDepositFlow
    {
        public ValueTask<InteractiveForm?> FormForTransactionAsync(
            InteractiveStep step,
            CancellationToken cancellationToken
        ) =>
            ValueTask.FromResult(
                !step.Answers.ContainsKey("plan")
                    ? new InteractiveForm(
                        "Who are you?",
                        [
                            new InteractiveField("email_address", InteractiveFieldKind.Email, "E-mail"),
                            new InteractiveField("plan", InteractiveFieldKind.Choice, "Plan")
                            {
                                Choices = [new FieldChoice("gold", "Gold"), new FieldChoice("iron", "Iron")],
                            },
                        ]
                    )
                : step.Answers.ContainsKey("amount") ? null
                : new InteractiveForm(
                    "How much?",
                    [new InteractiveField("amount", InteractiveFieldKind.Amount, "Amount")]
                )
            );

        public ValueTask<ImmutableDictionary<string, string>> AfterFormValidationAsync(
            InteractiveStep step,
            InteractiveForm form,
            CancellationToken cancellationToken
        )
        {
            var none = ImmutableDictionary<string, string>.Empty;
            return ValueTask.FromResult(
                step.Answers["email_address"].EndsWith("@blocked.example", StringComparison.Ordinal)
                    ? none.Add("email_address", "Use another address.")
                    : none
            );
        }

        public ValueTask<ImmutableArray<Instruction>> InstructionsAsync(
            AnchorTransaction transaction,
            string language,
            CancellationToken cancellationToken
        ) => ValueTask.FromResult<ImmutableArray<Instruction>>([new Instruction("IBAN of the bank", "DE00")]);
    }
}
