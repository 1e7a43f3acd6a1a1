using Anchor.Api.Pages;
using Anchor.Domain.Money;
using Anchor.Domain.Transactions;
using Anchor.Grains.Ports;
using Microsoft.Extensions.Options;

namespace Anchor.Api.Look;

/// <summary>The one layout of all pages: ours, with the business' own files and templates in their places.</summary>
internal sealed class Layout(
    OwnLook look,
    IEnumerable<IPageValues> own,
    IAssetCatalogue assets,
    IOptions<AnchorApiOptions> options
)
{
    /// <summary>What templates can name beside a business' own values.</summary>
    public static readonly string[] BuiltInNames =
    [
        "organization",
        "language",
        "page",
        "host_url",
        "support_email",
        "transaction_id",
        "kind",
        "status",
        "asset_code",
        "amount_in",
        "amount_fee",
        "amount_out",
    ];

    private const int MostDecimals = 7;

    private readonly string? _style = look.Files.UrlOf("style.css");
    private readonly string _logo =
        look.Files.UrlOfAny("logo.svg", "logo.png", "logo.webp", "logo.jpg", "logo.jpeg") ?? Ours;
    private readonly string _icon =
        look.Files.UrlOfAny("icon.svg", "icon.png", "icon.ico", "logo.svg", "logo.png") ?? Ours;

    private static string Ours => PageAssets.UrlOf("anchor.svg");

    private string Organization => look.Toml.OrganizationName ?? options.Value.Organization.Name;

    /// <summary>The frame of a page of no transaction.</summary>
    public PageFrame Plain(string language) => Frame(PageKind.Other, language, Values(PageKind.Other, language, null));

    /// <summary>The frame of the forms of one transaction.</summary>
    public ValueTask<PageFrame> FormFrameAsync(
        string language,
        AnchorTransaction transaction,
        CancellationToken cancellationToken
    ) =>
        FrameAsync(
            transaction.Kind == TransactionKind.Deposit ? PageKind.Deposit : PageKind.Withdraw,
            language,
            transaction,
            cancellationToken
        );

    /// <summary>The frame of a page of one transaction.</summary>
    public async ValueTask<PageFrame> FrameAsync(
        PageKind kind,
        string language,
        AnchorTransaction transaction,
        CancellationToken cancellationToken
    )
    {
        var values = Values(kind, language, transaction);
        var page = new PageContext(kind, language, transaction);
        foreach (var source in own)
        {
            foreach (var (name, value) in await source.ValuesAsync(page, cancellationToken))
            {
                values[name] = value;
            }
        }

        return Frame(kind, language, values);
    }

    private PageFrame Frame(PageKind kind, string language, Dictionary<string, string> values)
    {
        return new PageFrame(Organization, _icon, _logo, _style)
        {
            Title = look.Templates.Find(kind, Block.Title, language)?.FillText(values),
            Head = Fill(Block.Head) ?? Markup.Empty,
            Header = Fill(Block.Header),
            Before = Fill(Block.Before),
            After = Fill(Block.After),
            Footer = Fill(Block.Footer),
        };

        Markup? Fill(Block block) => look.Templates.Find(kind, block, language)?.Fill(values);
    }

    private Dictionary<string, string> Values(PageKind kind, string language, AnchorTransaction? transaction)
    {
        var settings = options.Value;
        var amounts = transaction?.Amounts ?? transaction?.Expected;
        return new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["organization"] = Organization,
            ["language"] = language,
            ["page"] = NameOf(kind),
            ["host_url"] = settings.BaseUrl,
            ["support_email"] = look.Toml.SupportEmail ?? settings.Organization.SupportEmail ?? "",
            ["transaction_id"] = transaction?.Id ?? "",
            ["kind"] = transaction is null ? "" : NameOf(transaction.Kind),
            ["status"] = transaction is null ? "" : PageTexts.For(language).NameOf(transaction.Status),
            ["asset_code"] = transaction?.Asset.DisplayCode ?? "",
            ["amount_in"] = Text(amounts?.In),
            ["amount_fee"] = Text(amounts?.Fee),
            ["amount_out"] = Text(amounts?.Out),
        };

        string Text(Amount? amount) =>
            amount is { } value
                ? Amount.Floor(value.Value, assets.Find(transaction!.Asset)?.Decimals ?? MostDecimals).ToString()
                : "";
    }

    private static string NameOf(PageKind kind) =>
        kind switch
        {
            PageKind.Deposit => "deposit",
            PageKind.Withdraw => "withdraw",
            PageKind.MoreInfo => "more_info",
            _ => "",
        };

    private static string NameOf(TransactionKind kind) => kind == TransactionKind.Deposit ? "deposit" : "withdrawal";
}

/// <summary>What stands around the body of one page.</summary>
internal sealed record PageFrame(string Organization, string IconUrl, string LogoUrl, string? StyleUrl)
{
    /// <summary>Null: the page's own.</summary>
    public string? Title { get; init; }

    public Markup Head { get; init; } = Markup.Empty;

    /// <summary>Null: logo and name.</summary>
    public Markup? Header { get; init; }

    public Markup? Before { get; init; }

    public Markup? After { get; init; }

    public Markup? Footer { get; init; }

    /// <summary>Has an id, so that the status page's script can renew it.</summary>
    public Markup BeforeBlock => Html.When(Before is not null, $"<div id=\"before\">{Before ?? Markup.Empty}</div>\n");

    /// <inheritdoc cref="BeforeBlock"/>
    public Markup AfterBlock => Html.When(After is not null, $"<div id=\"after\">{After ?? Markup.Empty}</div>\n");
}
