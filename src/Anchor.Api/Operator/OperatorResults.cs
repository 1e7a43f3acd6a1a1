using Microsoft.AspNetCore.Http.HttpResults;

namespace Anchor.Api.Operator;

/// <summary>Refusals of the operator API, for its handlers.</summary>
internal static class OperatorResults
{
    public static JsonHttpResult<OperatorError> BadRequest(string error) =>
        Refused(StatusCodes.Status400BadRequest, error);

    public static JsonHttpResult<OperatorError> Forbidden(string error) =>
        Refused(StatusCodes.Status403Forbidden, error);

    public static JsonHttpResult<OperatorError> NotFound(string error) => Refused(StatusCodes.Status404NotFound, error);

    public static JsonHttpResult<OperatorError> Conflict(string error) => Refused(StatusCodes.Status409Conflict, error);

    private static JsonHttpResult<OperatorError> Refused(int status, string error) =>
        TypedResults.Json(new OperatorError(error), OperatorJson.Default.OperatorError, statusCode: status);
}
