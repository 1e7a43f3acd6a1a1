using System.Collections.Frozen;
using System.Collections.Immutable;
using Anchor.Api.Http;

namespace Anchor.Api.Sep24;

/// <summary>The text fields of SEP-9 (1.17), which wallets may send along so that users need not type them again.</summary>
internal static class Sep9Fields
{
    private const int MaxLength = 1000;

    /// <summary>Where the rails can send money, the most usual first.</summary>
    public static readonly ImmutableArray<string> Destinations =
    [
        "bank_account_number",
        "clabe_number",
        "cbu_number",
        "cbu_alias",
        "mobile_money_number",
        "crypto_address",
    ];

    // card.number and card.cvc are left out on purpose: they may not be kept in plain (PCI DSS); card.token stands for them.
    private static readonly FrozenSet<string> Names = new[]
    {
        "family_name",
        "last_name",
        "given_name",
        "first_name",
        "additional_name",
        "address_country_code",
        "state_or_province",
        "city",
        "postal_code",
        "address",
        "mobile_number",
        "mobile_number_format",
        "email_address",
        "birth_date",
        "birth_place",
        "birth_country_code",
        "tax_id",
        "tax_id_name",
        "occupation",
        "employer_name",
        "employer_address",
        "language_code",
        "id_type",
        "id_country_code",
        "id_issue_date",
        "id_expiration_date",
        "id_number",
        "ip_address",
        "sex",
        "referral_id",
        "bank_name",
        "bank_account_type",
        "bank_account_number",
        "bank_number",
        "bank_phone_number",
        "bank_branch_number",
        "external_transfer_memo",
        "clabe_number",
        "cbu_number",
        "cbu_alias",
        "mobile_money_number",
        "mobile_money_provider",
        "crypto_address",
        "crypto_memo",
        "card.expiration_date",
        "card.holder_name",
        "card.network",
        "card.postal_code",
        "card.country_code",
        "card.state_or_province",
        "card.city",
        "card.address",
        "card.token",
        "organization.name",
        "organization.registration_number",
        "organization.registration_date",
        "organization.registered_address",
        "organization.number_of_shareholders",
        "organization.shareholder_name",
        "organization.address_country_code",
        "organization.state_or_province",
        "organization.city",
        "organization.postal_code",
        "organization.director_name",
        "organization.website",
        "organization.email",
        "organization.phone",
        // SEP-24's own: the anchor's id of the user.
        "customer_id",
    }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Those of the request's fields that are SEP-9's; all others are dropped.</summary>
    public static (ImmutableSortedDictionary<string, string> Fields, ApiError? Error) Pick(RequestFields request)
    {
        var picked = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in request.All)
        {
            if (!Names.Contains(name) || value.Length == 0)
            {
                continue;
            }

            if (value.Length > MaxLength)
            {
                return (
                    ImmutableSortedDictionary<string, string>.Empty,
                    ApiError.BadRequest($"'{name}' is longer than {MaxLength} characters")
                );
            }

            picked[name] = value;
        }

        return (picked.ToImmutable(), null);
    }
}
