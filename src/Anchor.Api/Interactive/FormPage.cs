using System.Globalization;
using Anchor.Api.Http;
using Anchor.Api.Look;
using Anchor.Api.Pages;
using Anchor.Api.Sep24;
using Anchor.Domain.Assets;
using Anchor.Domain.Money;
using Anchor.Domain.Transactions;

namespace Anchor.Api.Interactive;

/// <summary>The page with one form of a flow.</summary>
internal sealed class FormPage(
    AnchorTransaction transaction,
    AssetTerms asset,
    FlowPoint.AtForm point,
    RequestFields posted,
    FeeQuote? preview,
    PageTexts texts
)
{
    private readonly string _code = asset.Asset.DisplayCode;
    private readonly InteractiveField? _firstWrong = point.Form.Fields.FirstOrDefault(field =>
        point.Errors.ContainsKey(field.Name)
    );

    /// <summary>Renders the form as a page.</summary>
    /// <param name="action">Where the form goes: this page's own address.</param>
    /// <param name="seal">The proof that the form is ours.</param>
    public Page Render(PageFrame frame, string action, string seal)
    {
        var title =
            point.Form.Title
            ?? frame.Title
            ?? string.Format(
                CultureInfo.InvariantCulture,
                transaction.Kind == TransactionKind.Deposit ? texts.DepositTitle : texts.WithdrawalTitle,
                _code
            );
        var asksAmount = point.Form.Fields.Any(field => field.Kind == InteractiveFieldKind.Amount);
        return new Page(
            texts.Language,
            title,
            frame,
            Html.Of(
                $"""
                <main id="main">
                <h1>{title}</h1>
                {frame.BeforeBlock}<p class="soft">{point.Form.Guidance}</p>
                {Html.When(!point.Errors.IsEmpty, $"<p class=\"alert\" role=\"alert\">{texts.CheckFields}</p>")}
                <form method="post" action="{action}" data-fee="{Sep24Paths.InteractiveOf(
                    transaction.Id
                )}/fee" novalidate>
                <input type="hidden" name="{InteractiveSession.FormField}" value="{seal}">
                {Markup.Join(point.Earlier.OrderBy(answer => answer.Key, StringComparer.Ordinal).Select(Hidden))}
                {Markup.Join(point.Form.Fields.Select(Field))}
                {(asksAmount ? Preview() : Markup.Empty)}
                <div class="actions">
                <button type="submit">{texts.Continue}</button>
                {Html.When(
                    asksAmount,
                    $"<button type=\"submit\" class=\"second\" name=\"{PreviewButton}\" value=\"1\" data-preview-button>{texts.ShowFee}</button>"
                )}
                </div>
                </form>
                {frame.AfterBlock}</main>
                """
            )
        )
        {
            Script = "interactive.js",
            Framable = true,
            SkipText = texts.Skip,
        };
    }

    /// <summary>Sent by the button that asks for the fee alone.</summary>
    public const string PreviewButton = "_preview";

    private static Markup Hidden(KeyValuePair<string, string> answer) =>
        Html.Of($"<input type=\"hidden\" name=\"{answer.Key}\" value=\"{answer.Value}\">\n");

    private Markup Field(InteractiveField field)
    {
        var id = $"field-{field.Name}";
        var error = point.Errors.GetValueOrDefault(field.Name);
        return Html.Of(
            $"""
            <div class="field">
            <label for="{id}">{field.Label}{Html.When(!field.Required, $" <small>({texts.Optional})</small>")}</label>
            {Control(field, id, error)}
            {Html.When(field.Hint is not null, $"<span class=\"hint\" id=\"{id}-hint\">{field.Hint}</span>")}{Html.When(
                error is not null,
                $"<span class=\"error\" id=\"{id}-error\">{error}</span>"
            )}
            </div>

            """
        );
    }

    private Markup Control(InteractiveField field, string id, string? error)
    {
        var value = ValueOf(field);
        var description = string.Join(
            ' ',
            new[] { field.Hint is null ? null : $"{id}-hint", error is null ? null : $"{id}-error" }.OfType<string>()
        );
        var attributes = Html.Of(
            $"id=\"{id}\" name=\"{field.Name}\"{Html.When(field.Required, $" required")}{Html.When(description.Length > 0, $" aria-describedby=\"{description}\"")}{Html.When(error is not null, $" aria-invalid=\"true\"")}{Html.When(field == _firstWrong, $" autofocus")}"
        );
        return field.Kind == InteractiveFieldKind.Choice
            ? Html.Of(
                $"<select {attributes}>{Markup.Join(field.Choices.Select(choice => Option(choice, value)))}</select>"
            )
            : Html.Of(
                $"<input {attributes} type=\"{TypeOf(field.Kind)}\" value=\"{value}\" maxlength=\"{field.MaxLength}\" autocomplete=\"{field.Autocomplete ?? "off"}\"{Html.When(field.Kind == InteractiveFieldKind.Amount, $" inputmode=\"decimal\" data-amount")}>"
            );
    }

    private static Markup Option(FieldChoice choice, string value) =>
        Html.Of(
            $"<option value=\"{choice.Value}\"{Html.When(choice.Value == value, $" selected")}>{choice.Label}</option>"
        );

    /// <summary>What was just typed, else what the wallet said when it started the transaction.</summary>
    private string ValueOf(InteractiveField field) =>
        posted.Contains(field.Name) ? posted[field.Name] ?? ""
        : field.Kind == InteractiveFieldKind.Amount ? transaction.Expected?.In.ToString() ?? ""
        : transaction.Fields.GetValueOrDefault(field.Name, "");

    private Markup Preview()
    {
        var quote = preview ?? transaction.Expected;
        return Html.Of(
            $"""
            <dl class="sum" id="preview" aria-live="polite"{Html.When(quote is null, $" hidden")}>
            <dt>{texts.YouSend}</dt><dd><span data-in>{quote?.In.ToString()}</span> {_code}</dd>
            <dt>{texts.Fee}</dt><dd><span data-fee>{quote?.Fee.ToString()}</span> {_code}</dd>
            <dt class="total">{texts.YouReceive}</dt><dd class="total"><span data-out>{quote?.Out.ToString()}</span> {_code}</dd>
            </dl>
            """
        );
    }

    private static string TypeOf(InteractiveFieldKind kind) =>
        kind switch
        {
            InteractiveFieldKind.Email => "email",
            InteractiveFieldKind.Telephone => "tel",
            InteractiveFieldKind.Date => "date",
            _ => "text",
        };
}
