using System.Collections.Immutable;
using Anchor.Api.Interactive;
using Anchor.Domain.Transactions;

namespace HarbourAnchor;

/// <summary>Asks who deposits, in the fields of SEP-9, and then how much. What the wallet knows already is filled in.</summary>
internal sealed class HarbourDepositFlow : IDepositFlow
{
    public ValueTask<InteractiveForm?> FormForTransactionAsync(
        InteractiveStep step,
        CancellationToken cancellationToken
    ) =>
        ValueTask.FromResult(
            !step.Answers.ContainsKey("last_name") ? WhoAreYou
            : !step.Answers.ContainsKey(InteractiveField.AmountName) ? HowMuch(step)
            : null
        );

    public ValueTask<ImmutableDictionary<string, string>> AfterFormValidationAsync(
        InteractiveStep step,
        InteractiveForm form,
        CancellationToken cancellationToken
    ) =>
        ValueTask.FromResult(
            step.Answers.GetValueOrDefault("address_country_code") == "XX"
                ? ImmutableDictionary<string, string>.Empty.Add(
                    "address_country_code",
                    "We are not open to that country."
                )
                : ImmutableDictionary<string, string>.Empty
        );

    public ValueTask<ImmutableArray<Instruction>> InstructionsAsync(
        AnchorTransaction transaction,
        string language,
        CancellationToken cancellationToken
    ) =>
        ValueTask.FromResult<ImmutableArray<Instruction>>([
            new Instruction("IBAN of Harbour Bank", "DE02 1203 0000 0000 2020 51"),
            new Instruction("Reference", transaction.Id[..8]),
        ]);

    private static InteractiveForm WhoAreYou { get; } =
        new(
            "The law wants us to know who you are. We ask once.",
            [
                new("first_name", InteractiveFieldKind.Text, "First name", Autocomplete: "given-name"),
                new("last_name", InteractiveFieldKind.Text, "Last name", Autocomplete: "family-name"),
                new("email_address", InteractiveFieldKind.Email, "E-mail", Autocomplete: "email"),
                new("birth_date", InteractiveFieldKind.Date, "Date of birth", Autocomplete: "bday"),
                new("address_country_code", InteractiveFieldKind.Choice, "Country")
                {
                    Choices = [new("DE", "Germany"), new("PT", "Portugal"), new("XX", "Another")],
                },
            ]
        )
        {
            Title = "About you",
        };

    private static InteractiveForm HowMuch(InteractiveStep step) =>
        new(
            "Up to 20 there is no fee.",
            [
                new(
                    InteractiveField.AmountName,
                    InteractiveFieldKind.Amount,
                    $"Amount in {step.Asset.Asset.Code}",
                    Hint: $"From {step.Asset.Deposit.Min} to {step.Asset.Deposit.Max}"
                ),
            ]
        );
}
