using System.Collections.Immutable;
using System.Globalization;
using Anchor.Api.Look;
using Anchor.Api.Pages;
using Anchor.Api.Sep24;
using Anchor.Domain.Money;
using Anchor.Domain.Transactions;

namespace Anchor.Api.Interactive;

/// <summary>The status page of one transaction.</summary>
internal sealed class MoreInfoPage(
    AnchorTransaction transaction,
    int decimals,
    ImmutableArray<Instruction> instructions,
    PageTexts texts
)
{
    private const int RefreshSeconds = 15;

    private readonly string _code = transaction.Asset.DisplayCode;

    public Page Render(PageFrame frame, IReadOnlyList<string> connectTo)
    {
        var title =
            frame.Title ?? (transaction.Kind == TransactionKind.Deposit ? texts.YourDeposit : texts.YourWithdrawal);
        var isOver = transaction.Status.IsTerminal();
        return new Page(
            texts.Language,
            title,
            frame,
            Html.Of(
                $"""
                <main id="main" data-status="{transaction.Status.WireName()}" data-terminal="{(
                    isOver ? "true" : "false"
                )}" data-status-url="{Sep24Paths.MoreInfoStatus}?id={transaction.Id}">
                <h1>{title}</h1>
                {frame.BeforeBlock}<div id="status" role="status">
                <p><span class="badge{(IsBad(transaction.Status) ? " bad" : "")}">{texts.NameOf(
                    transaction.Status
                )}</span></p>
                {Html.When(
                    texts.NextStep(transaction) is not null,
                    $"<p class=\"note\">{texts.NextStep(transaction)}</p>"
                )}
                </div>
                <div id="details">
                {Sum()}
                <dl>
                {Lines()}
                </dl>
                {Html.When(!isOver, $"<p class=\"soft\">{texts.Updates}</p>")}
                </div>
                <div class="actions"><button type="button" id="close" class="second" hidden>{texts.Close}</button></div>
                {frame.AfterBlock}</main>
                """
            )
        )
        {
            Script = "status.js",
            Framable = true,
            Refresh = isOver ? null : RefreshSeconds,
            ConnectTo = connectTo,
            SkipText = texts.Skip,
        };
    }

    private static bool IsBad(TransactionStatus status) =>
        status
            is TransactionStatus.Error
                or TransactionStatus.Expired
                or TransactionStatus.NoMarket
                or TransactionStatus.TooSmall
                or TransactionStatus.TooLarge;

    private Markup Sum() =>
        (transaction.Amounts ?? transaction.Expected) is not { } amounts
            ? Markup.Empty
            : Html.Of(
                $"""
                <dl class="sum">
                <dt>{texts.YouSend}</dt><dd>{Text(amounts.In)} {_code}</dd>
                {(transaction.Refunds.IsEmpty ? Received(amounts) : SentBack())}
                </dl>
                """
            );

    private Markup Received(FeeQuote amounts) =>
        Html.Of(
            $"""
            <dt>{texts.Fee}</dt><dd>{Text(amounts.Fee)} {_code}</dd>
            <dt class="total">{texts.YouReceive}</dt><dd class="total">{Text(amounts.Out)} {_code}</dd>
            """
        );

    private Markup SentBack() =>
        Html.Of(
            $"<dt class=\"total\">{texts.Refunded}</dt><dd class=\"total\">{Text(transaction.Refunds.Aggregate(Amount.Zero, (sum, refund) => sum + refund.Amount))} {_code}</dd>"
        );

    private Markup Lines()
    {
        var isWaiting = transaction.Status == TransactionStatus.PendingUserTransferStart;
        var paysHere = isWaiting && transaction.Kind == TransactionKind.Withdrawal;
        return Markup.Join([
            Line(texts.SendTo, paysHere ? transaction.DistributionAccount : null),
            Line(texts.Memo, paysHere ? transaction.Memo?.Value : null),
            .. instructions.Select(instruction => Line(instruction.Label, instruction.Value)),
            Line(texts.Deadline, isWaiting ? transaction.UserActionRequiredBy : null),
            Line(texts.Note, transaction.Message),
            Line(
                texts.Recipient,
                transaction.Kind == TransactionKind.Withdrawal
                    ? TransactionJson.MaskedDestination(transaction)
                    : transaction.Counterparty
            ),
            Line(texts.Started, transaction.StartedAt),
            Line(texts.Completed, transaction.CompletedAt),
            Line(texts.LedgerTransaction, transaction.StellarTransactionId),
            Line(texts.ExternalTransaction, transaction.ExternalTransactionId),
            Line(texts.TransactionId, transaction.Id),
        ]);
    }

    private static Markup Line(string label, string? value) =>
        Html.When(value is not null, $"<dt>{label}</dt><dd>{value}</dd>\n");

    /// <summary>UTC, until the script turns it into the user's own time.</summary>
    private static Markup Line(string label, DateTimeOffset? time) =>
        time is not { } value
            ? Markup.Empty
            : Html.Of(
                $"<dt>{label}</dt><dd><time datetime=\"{Format(value, "yyyy-MM-ddTHH:mm:ssZ")}\">{Format(value, "yyyy-MM-dd HH:mm")} UTC</time></dd>\n"
            );

    private static string Format(DateTimeOffset time, string format) =>
        time.UtcDateTime.ToString(format, CultureInfo.InvariantCulture);

    private string Text(Amount amount) => Amount.Floor(amount.Value, decimals).ToString();
}
