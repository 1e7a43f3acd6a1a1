using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Anchor.Stellar.Horizon;

/// <summary>A balance that waits to be claimed.</summary>
/// <param name="Id">Hexadecimal: eight zeros and the 32-byte id.</param>
/// <param name="Asset"><c>native</c> or <c>CODE:ISSUER</c>.</param>
/// <param name="Amount">In stroops.</param>
public sealed record HorizonClaimableBalance(
    string Id,
    string Asset,
    [property: JsonConverter(typeof(StroopsJsonConverter))] long Amount,
    ImmutableArray<HorizonClaimant> Claimants,
    string? Sponsor = null,
    long LastModifiedLedger = 0,
    string? PagingToken = null
);

/// <summary>Who may claim, and the predicate under which, as Horizon's JSON.</summary>
public sealed record HorizonClaimant(string Destination, JsonElement Predicate);
