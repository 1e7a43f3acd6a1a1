using System.Collections.Immutable;
using System.Globalization;
using Anchor.Api.Pages;
using Anchor.Api.Sep24;
using Anchor.Domain.Transactions;

namespace Anchor.Api.Interactive;

/// <summary>Asks for the amount; tells the user to pay with the transaction's id as reference.</summary>
internal sealed class DefaultDepositFlow : IDepositFlow
{
    public ValueTask<InteractiveForm?> FormForTransactionAsync(
        InteractiveStep step,
        CancellationToken cancellationToken
    ) =>
        ValueTask.FromResult(
            step.Answers.ContainsKey(InteractiveField.AmountName)
                ? null
                : new InteractiveForm(
                    PageTexts.For(step.Language).DepositGuidance,
                    [AmountField.For(step, TransactionKind.Deposit)]
                )
        );

    public ValueTask<ImmutableArray<Instruction>> InstructionsAsync(
        AnchorTransaction transaction,
        string language,
        CancellationToken cancellationToken
    ) =>
        ValueTask.FromResult<ImmutableArray<Instruction>>([
            new Instruction(PageTexts.For(language).Reference, transaction.Id),
        ]);
}

/// <summary>Asks for the amount and for the bank account that is paid.</summary>
internal sealed class DefaultWithdrawalFlow : IWithdrawalFlow
{
    public ValueTask<InteractiveForm?> FormForTransactionAsync(
        InteractiveStep step,
        CancellationToken cancellationToken
    )
    {
        var texts = PageTexts.For(step.Language);
        return ValueTask.FromResult(
            step.Answers.ContainsKey(InteractiveField.AmountName)
                ? null
                : new InteractiveForm(
                    texts.WithdrawalGuidance,
                    [
                        AmountField.For(step, TransactionKind.Withdrawal),
                        new InteractiveField(
                            "bank_account_number",
                            InteractiveFieldKind.Text,
                            texts.BankAccountNumber,
                            MaxLength: 64
                        ),
                        new InteractiveField(
                            "bank_account_type",
                            InteractiveFieldKind.Text,
                            texts.BankAccountType,
                            Required: false,
                            MaxLength: 64
                        ),
                    ]
                )
        );
    }
}

/// <summary>The amount question of an asset, with its limits as the hint.</summary>
internal static class AmountField
{
    public static InteractiveField For(InteractiveStep step, TransactionKind kind)
    {
        var texts = PageTexts.For(step.Language);
        var terms = step.Asset.TermsFor(kind);
        var code = step.Asset.Asset.DisplayCode;
        return new InteractiveField(
            InteractiveField.AmountName,
            InteractiveFieldKind.Amount,
            string.Format(CultureInfo.InvariantCulture, texts.Amount, code),
            Hint: string.Format(CultureInfo.InvariantCulture, texts.AmountHint, terms.Min, terms.Max, code)
        );
    }
}
